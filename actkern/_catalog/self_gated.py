"""x times a gate of its own: silu, swish, gelu_tanh, mish and their kin."""

from .kinds import Elementwise
from .operands import Parameter
from .row import Facts, Formula, Kernel, Peers, Promise

ROWS = (
    Elementwise(
        name="silu",
        summary="sigmoid linear unit",
        common=("value", "value_and_grad", "backward"),
        formula=Formula(
            value="x / (1 + exp(-x))",
            slope="(1 + exp(-x) + x * exp(-x)) / (1 + exp(-x))**2",
            stable_value="maximum(x, -1e4) * sigmoid(x)",
            stable_slope="sigmoid(x) * (1 + maximum(minimum(x, 1e4), -1e4) * sigmoid(-x))",
        ),
        facts=Facts(
            domain="all reals",
            range="[-0.2785, inf)",
            monotone=False,
            limits="f(-inf) = -0, f(inf) = inf; f'(-inf) = -0, f'(inf) = 1",
            kinks="none",
            source="Elfwing, Uchibe and Doya, Sigmoid-weighted linear units for neural network function approximation in "
            "reinforcement learning, 2017; Hendrycks and Gimpel, Gaussian error linear units, 2016",
            used="language models of the Llama family (in swiglu), EfficientNet, diffusion models",
        ),
        promise=Promise(
            ulp={"f4": 2.0, "f8": 2.0},
            slope_ulp={"f4": 3.0, "f8": 2.0},
            slope_floor=2**-6,
            scanned=True,
        ),
        kernel=Kernel(cost={"f4": 0.34, "f8": 0.91}),
        peers=Peers(
            names="torch.nn.functional.silu, jax.nn.silu, keras silu, tf.nn.silu, Hugging Face silu; swish elsewhere",
            torch="_C._nn.silu(x, out=out)",
            torch_backward="ops.aten.silu_backward(dy, x, grad_input=out)",
            jax="nn.silu(x)",
            onnx="Mul(x, Sigmoid(x))",
        ),
    ),
    Elementwise(
        name="quick_gelu",
        summary="Gaussian error linear unit in its sigmoid approximation",
        formula=Formula(
            value="x / (1 + exp(-1702 * x / 1000))",
            slope="(1 + (1 + 1702 * x / 1000) * exp(-1702 * x / 1000)) / (1 + exp(-1702 * x / 1000))**2",
            stable_value="maximum(x, -1e4) * sigmoid(1.702 * x)",
            stable_slope="sigmoid(1.702 * x) * (1 + 1.702 * maximum(minimum(x, 1e4), -1e4) * sigmoid(-1.702 * x))",
        ),
        facts=Facts(
            domain="all reals",
            range="[-0.1636, inf)",
            monotone=False,
            limits="f(-inf) = -0, f(inf) = inf; f'(-inf) = -0, f'(inf) = 1",
            kinks="none",
            source="Hendrycks and Gimpel, Gaussian error linear units, 2016",
            used="CLIP",
        ),
        promise=Promise(
            ulp={"f4": 2.0, "f8": 2.0},
            slope_ulp={"f4": 4.0, "f8": 2.0},
            slope_floor=2**-6,
        ),
        kernel=Kernel(cost={"f4": 0.4, "f8": 1.1}),
        peers=Peers(names="Hugging Face quick_gelu, onnx QuickGelu (com.microsoft)"),
    ),
    Elementwise(
        name="gelu_tanh",
        aliases=("gelu_new", "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_fast", "gelu_accurate"),
        summary="Gaussian error linear unit in its tanh approximation",
        common=("value",),
        formula=Formula(
            value="x / (1 + exp(-sqrt(8 / pi) * (x + 44715 * x**3 / 1000000)))",
            slope="(1 + (1 + sqrt(8 / pi) * (x + 134145 * x**3 / 1000000)) * exp(-sqrt(8 / pi) * (x + 44715 * x**3 / 1000000)))"
            " / (1 + exp(-sqrt(8 / pi) * (x + 44715 * x**3 / 1000000)))**2",
            stable_value="maximum(x, -1e4) * sigmoid(sqrt(8 / pi) * (x + 0.044715 * x**3))",
            stable_slope="sigmoid(sqrt(8 / pi) * (x + 0.044715 * x**3)) * (1 + sqrt(8 / pi) * (maximum(minimum(x, 100), -100) + "
            "0.134145 * maximum(minimum(x, 100), -100)**3) * sigmoid(-sqrt(8 / pi) * (x + 0.044715 * x**3)))",
        ),
        facts=Facts(
            domain="all reals",
            range="[-0.1701, inf)",
            monotone=False,
            limits="f(-inf) = -0, f(inf) = inf; f'(-inf) = -0, f'(inf) = 1",
            kinks="none",
            source="Hendrycks and Gimpel, Gaussian error linear units, 2016: x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))",
            used="GPT-2, BERT in its first version, T5 v1.1, Gemma",
        ),
        promise=Promise(
            ulp={"f4": 2.0, "f8": 2.0},
            slope_ulp={"f4": 4.0, "f8": 2.0},
            slope_floor=2**-6,
            scanned=True,
        ),
        kernel=Kernel(cost={"f4": 0.6, "f8": 1.6}, staged=True),
        peers=Peers(
            names="torch.nn.functional.gelu(approximate='tanh'), jax.nn.gelu, onnx Gelu(approximate='tanh'), keras "
            "gelu(approximate=True), Hugging Face gelu_new, gelu_pytorch_tanh, gelu_python_tanh, gelu_accurate, "
            "and gelu_fast (which has 0.7978845608 for sqrt(2 / pi), the same float32)",
            torch="_C._nn.gelu(x, approximate='tanh', out=out)",
            jax="nn.gelu(x)",
            onnx="Gelu(x, approximate='tanh')",
        ),
    ),
    Elementwise(
        name="mish",
        summary="x gated by the hyperbolic tangent of softplus",
        common=("value",),
        formula=Formula(
            value="x * tanh(log1p(exp(x)))",
            slope="tanh(log1p(exp(x))) + x * (1 - tanh(log1p(exp(x)))**2) / (1 + exp(-x))",
            stable_value="where(x < 0, maximum(x, -1600) * exp(minimum(x, 0) / 2) * (exp(minimum(x, 0) / 2) *"
            " (exp(minimum(x, 0)) + 2)) / (2 + 2 * exp(minimum(x, 0)) + exp(2 * minimum(x, 0))),"
            " x * (1 + 2 * exp(-abs(x))) / (1 + 2 * exp(-abs(x)) + 2 * exp(-2 * abs(x))))",
            stable_slope="where(x < 0, exp(minimum(x, 0) / 2) * (exp(minimum(x, 0) / 2) * (4 * (1 + maximum(x, -1600)) +"
            " exp(minimum(x, 0))"
            " * (6 + 4 * maximum(x, -1600) + 4 * exp(minimum(x, 0)) + exp(2 * minimum(x, 0))))) / (2 + 2 * exp(minimum(x,"
            " 0)) + exp(2 * minimum(x, 0)))**2,"
            " (1 + 4 * exp(-abs(x)) + (6 + 4 * minimum(abs(x), 1600)) * exp(-2 * abs(x)) + 4 * (1 + minimum(abs(x), 1600))"
            " * exp(-3 * abs(x)))"
            " / (1 + 2 * exp(-abs(x)) + 2 * exp(-2 * abs(x)))**2)",
        ),
        facts=Facts(
            domain="all reals",
            range="[-0.3088..., inf)",
            monotone=False,
            limits="f(-inf) = f'(-inf) = -0.0, f(inf) = inf, f'(inf) = 1",
            kinks="none",
            source="Misra, Mish: a self regularized non-monotonic activation function, 2019",
            used="object detectors: YOLOv4 and its kin",
        ),
        promise=Promise(
            ulp={"f4": 1.0, "f8": 2.0},
            slope_ulp={"f4": 1.0, "f8": 2.0},
            slope_floor=2.0**-6,
            scanned=True,
        ),
        kernel=Kernel(cost={"f4": 1.0, "f8": 3.3}),
        peers=Peers(
            names="torch.nn.functional.mish, jax.nn.mish, onnx Mish, keras mish, Hugging Face mish",
            operator="Mish",
            torch="_C._nn.mish(x, out=out)",
            jax="nn.mish(x)",
            onnx="Mish(x)",
        ),
    ),
    Elementwise(
        name="elish",
        summary="exponential linear squashing unit",
        formula=Formula(
            value="where(x < 0, expm1(x), x) / (1 + exp(-x))",
            slope="where(x < 0, exp(x) * (exp(2 * x) + 2 * exp(x) - 1), exp(2 * x) + (1 + x) * exp(x)) / (1 + exp(x))**2",
            stable_value="where(x < 0, expm1(minimum(x, 0)) * exp(-abs(x)), x) / (1 + exp(-abs(x)))",
            stable_slope="where(x < 0, exp(-abs(x)) * (exp(-2 * abs(x)) + 2 * exp(-abs(x)) - 1),"
            " 1 + (1 + minimum(abs(x), 800)) * exp(-abs(x))) / (1 + exp(-abs(x)))**2",
        ),
        facts=Facts(
            domain="all reals",
            range="[-0.1715..., inf)",
            monotone=False,
            limits="f(-inf) = f'(-inf) = -0.0, f(inf) = inf, f'(inf) = 1",
            kinks="none: f'(0) = 1/2 from both sides",
            source="Basirat and Roth, The quest for the golden activation function, 2018",
            used="image classification, in the study that searched for it",
        ),
        promise=Promise(
            ulp={"f4": 2.0, "f8": 2.0},
            slope_ulp={"f4": 2.5, "f8": 2.0},
            slope_floor=2.0**-6,
        ),
        kernel=Kernel(cost={"f4": 1.4, "f8": 3}),
        peers=Peers(names="none in the large frameworks"),
    ),
    Elementwise(
        name="hard_elish",
        summary="exponential linear squashing unit with a piecewise linear gate",
        formula=Formula(
            value="where(x < 0, expm1(minimum(x, 0)), x) * maximum(0, minimum(1, (x + 1) / 2))",
            slope="where(x <= -1, 0, where(x < 0, exp(minimum(x, 0)) * (x + 1) / 2 + expm1(minimum(x, 0)) / 2,"
            " where(x < 1, x + 0.5, 1)))",
            stable_slope="where(x <= -1, 0, where(x < 0, (expm1(minimum(x, 0)) * (x + 2) + x + 1) / 2, where(x < 1, x + 0.5, "
            "1)))",
        ),
        facts=Facts(
            domain="all reals",
            range="[-0.1150..., inf)",
            monotone=False,
            limits="f(-inf) = -0.0, f(inf) = inf; f'(-inf) = 0, f'(inf) = 1",
            kinks="f'(-1) = 0 and f'(1) = 1: the gate's slope at its kinks is 0, as that of PyTorch's hardsigmoid; none at 0",
            flat="x <= -1",
            source="Basirat and Roth, The quest for the golden activation function, 2018",
            used="image classification, in the study that searched for it",
        ),
        promise=Promise(
            ulp={"f4": 2.0, "f8": 2.0},
            slope_ulp={"f4": 1.5, "f8": 1.5},
            slope_floor=2.0**-6,
        ),
        kernel=Kernel(cost={"f4": 0.49, "f8": 1.2}),
        peers=Peers(names="none in the large frameworks"),
    ),
    Elementwise(
        name="swish",
        summary="swish, the sigmoid-weighted linear unit of slope beta",
        parameters=(Parameter("beta", 1.0, "steepness of the sigmoid: 0 gives x / 2, large values approach relu"),),
        formula=Formula(
            value="x / (1 + exp(-beta * x))",
            slope="(1 + exp(-beta * x) + beta * x * exp(-beta * x)) / (1 + exp(-beta * x))**2",
            stable_value="where(beta * x < -2000, 0, x) * exp(minimum(beta * x, 0) / 2) / (1 + exp(-abs(beta * x))) "
            "* exp(minimum(beta * x, 0) / 2)",
            stable_slope="where(beta * x < 0, 0, 1) + where(beta * x < 0, 1, -1) * exp(-abs(beta * x) / 2) "
            "/ (1 + exp(-abs(beta * x)))**2 * (1 + exp(-abs(beta * x)) - minimum(abs(beta * x), 2000)) * exp(-abs(beta * x) / 2)",
        ),
        facts=Facts(
            domain="all reals",
            range="[-0.278... / beta, inf) for beta > 0",
            monotone=False,
            limits="f(-inf) = -0.0, f(inf) = inf; f'(-inf) = 0, f'(inf) = 1, for beta > 0",
            kinks="none",
            source="Ramachandran, Zoph and Le, Searching for activation functions, 2017",
            used="as silu, where the steepness is learnt",
        ),
        promise=Promise(
            ulp={"f4": 2.0, "f8": 2.0},
            slope_ulp={"f4": 3.0, "f8": 2.0},
            slope_floor=2.0**-6,
            parameter_range="any",
            elsewhere=1.5,
        ),
        kernel=Kernel(cost={"f4": 1.1, "f8": 2.5}),
        peers=Peers(
            names="onnx Swish (alpha), keras swish (beta = 1), jax.nn.swish (beta = 1), tf.nn.swish, Hugging Face swish "
            "(beta = 1)",
            operator="Swish",
        ),
    ),
)
