"""The logistic function and its kin: tanh, softplus and what is made of them."""

from .kinds import Elementwise
from .operands import Parameter
from .row import Facts, Formula, Kernel, Peers, Promise

ROWS = (
    Elementwise(
        name="sigmoid",
        aliases=("expit",),
        summary="logistic sigmoid",
        common=("value", "value_and_grad", "backward", "backward_from_output"),
        formula=Formula(
            value="1 / (1 + exp(-x))",
            slope="exp(-x) / (1 + exp(-x))**2",
            stable_value="exp(minimum(x, 0)) / (1 + exp(-abs(x)))",
            stable_slope="exp(-abs(x)) / (1 + exp(-abs(x)))**2",
            slope_from_output="y * (1 - y)",
        ),
        facts=Facts(
            domain="all reals",
            range="(0, 1)",
            monotone=True,
            limits="f(-inf) = 0, f(inf) = 1; f'(-inf) = f'(inf) = 0",
            kinks="none",
            source="Verhulst, Notice sur la loi que la population suit dans son accroissement, 1838",
            used="binary and multilabel outputs, gates of recurrent cells, logistic regression and boosting objectives",
        ),
        promise=Promise(
            ulp={"f4": 2.0, "f8": 2.0},
            slope_ulp={"f4": 2.0, "f8": 2.0},
            scanned=True,
        ),
        kernel=Kernel(cost={"f4": 0.32, "f8": 0.86}, value_alone=True),
        peers=Peers(
            names="torch.sigmoid, jax.nn.sigmoid, onnx Sigmoid, keras sigmoid, tf.nn.sigmoid, Hugging Face sigmoid, "
            "scipy.special.expit",
            operator="Sigmoid",
            scipy="expit(x, out=out)",
            scipy_types="dfg",
            torch="sigmoid(x, out=out)",
            torch_backward="ops.aten.sigmoid_backward(dy, y, grad_input=out)",
            jax="nn.sigmoid(x)",
            onnx="Sigmoid(x)",
        ),
    ),
    Elementwise(
        name="tanh",
        summary="hyperbolic tangent",
        common=("value",),
        formula=Formula(
            value="(exp(x) - exp(-x)) / (exp(x) + exp(-x))",
            slope="4 / (exp(x) + exp(-x))**2",
            stable_value="tanh(x)",
            stable_slope="4 * exp(-2 * abs(x)) / (1 + exp(-2 * abs(x)))**2",
            slope_from_output="1 - y * y",
        ),
        facts=Facts(
            domain="all reals",
            range="(-1, 1)",
            monotone=True,
            limits="f(-inf) = -1, f(inf) = 1; f'(-inf) = f'(inf) = 0",
            kinks="none",
            source="Lambert, Observations trigonometriques, 1768; as an activation LeCun et al., Efficient BackProp, 1998",
            used="recurrent cells, small dense networks, bounded outputs of policies",
        ),
        promise=Promise(
            ulp={"f4": 2.0, "f8": 2.0},
            slope_ulp={"f4": 2.0, "f8": 2.0},
            scanned=True,
        ),
        kernel=Kernel(cost={"f4": 0.33, "f8": 0.89}),
        peers=Peers(
            names="torch.tanh, jax.numpy.tanh, onnx Tanh, keras tanh, tf.nn.tanh, Hugging Face tanh, numpy.tanh",
            operator="Tanh",
            numpy="tanh(x, out=out)",
            torch="tanh(x, out=out)",
            jax="numpy.tanh(x)",
            onnx="Tanh(x)",
            mkl="Tanh",
        ),
    ),
    Elementwise(
        name="soft_cap",
        summary="soft cap, a tanh that grows with slope 1 towards a bound",
        parameters=(Parameter("cap", 30.0, "the bound of |y|, above 0"),),
        formula=Formula(
            value="cap * tanh(x / cap)",
            slope="grad_tanh(x / cap)",
            slope_from_output="1 - (y / cap)**2",
        ),
        facts=Facts(
            domain="all reals",
            range="[-cap, cap]",
            monotone=True,
            limits="f(-inf) = -cap, f(inf) = cap; f'(-inf) = f'(inf) = 0; f(-0.0) = -0.0",
            kinks="none",
            outside="a cap below 2^-100 costs the slope accuracy; -cap gives what cap gives, a cap of 0 gives 0, and NaN for 0",
            source="Bello et al., Neural combinatorial optimization with reinforcement learning, 2016; Gemma Team, Gemma 2, 2024",
            used="logits and attention scores of Gemma (30 and 50), losses over large vocabularies",
        ),
        promise=Promise(
            ulp={"f4": 4.0, "f8": 4.0},
            slope_ulp={"f4": 2.5, "f8": 2.5},
            parameter_range="cap >= 2**-100",
            output_range="cap > 0",
        ),
        kernel=Kernel(cost={"f4": 0.4, "f8": 1.1}),
        peers=Peers(names="onnx Attention (softcap), Hugging Face final_logit_softcapping and attn_logit_softcapping"),
    ),
    Elementwise(
        name="softplus",
        summary="smooth approximation of relu",
        parameters=(Parameter("beta", 1.0, "the larger, the closer to relu; -softplus(-x) has the opposite one"),),
        common=("value",),
        formula=Formula(
            value="log1p(exp(beta * x)) / beta",
            slope="1 / (1 + exp(-beta * x))",
            stable_value="maximum(x, 0) + log1p(exp(-abs(beta * x))) / beta",
            stable_slope="exp(minimum(beta * x, 0)) / (1 + exp(-abs(beta * x)))",
            slope_from_output="-expm1(-beta * y)",
        ),
        facts=Facts(
            domain="all reals",
            range="(0, inf)",
            monotone=True,
            limits="f(-inf) = 0, f(inf) = inf; f'(-inf) = 0, f'(inf) = 1",
            kinks="none; no threshold beyond which it would be linear, unlike PyTorch",
            outside="a beta of 0 gives the infinity of its sign, with a slope of 1/2",
            source="Dugas et al., Incorporating second-order functional knowledge for better option pricing, 2001",
            used="positive outputs: variances, rates, densities of radiance fields; step sizes in state space models such as "
            "Mamba",
        ),
        promise=Promise(
            ulp={"f4": 2.0, "f8": 2.0},
            slope_ulp={"f4": 2.5, "f8": 2.0},
            parameter_range="beta != 0",
            elsewhere=1.5,
            output_range="beta != 0",
            scanned=True,
        ),
        kernel=Kernel(cost={"f4": 0.64, "f8": 2.2}, defaults_apart=True),
        peers=Peers(
            names="torch.nn.functional.softplus, jax.nn.softplus (beta 1), onnx Softplus (beta 1), keras softplus (beta "
            "1), tf.nn.softplus (beta 1), scipy.special.softplus (beta 1)",
            operator="Softplus",
            scipy="softplus(x, out=out)",
            torch="_C._nn.softplus(x, out=out)",
            jax="nn.softplus(x)",
            onnx="Softplus(x)",
        ),
    ),
    Elementwise(
        name="log_sigmoid",
        aliases=("logsigmoid", "log_expit"),
        summary="logarithm of the logistic sigmoid",
        formula=Formula(
            value="-log1p(exp(-x))",
            slope="1 / (1 + exp(x))",
            stable_value="minimum(x, 0) - log1p(exp(-abs(x)))",
            stable_slope="exp(-maximum(x, 0)) / (1 + exp(-abs(x)))",
            slope_from_output="-expm1(y)",
        ),
        facts=Facts(
            domain="all reals",
            range="(-inf, 0)",
            monotone=True,
            limits="f(-inf) = -inf, f(inf) = -0.0; f'(-inf) = 1, f'(inf) = 0",
            kinks="none",
            source="the log likelihood of logistic regression, Cox, The regression analysis of binary sequences, 1958",
            used="binary cross entropy, negative sampling, direct preference optimization",
        ),
        promise=Promise(
            ulp={"f4": 2.0, "f8": 2.0},
            slope_ulp={"f4": 2.5, "f8": 2.0},
            scanned=True,
        ),
        kernel=Kernel(cost={"f4": 0.78, "f8": 2.4}),
        peers=Peers(
            names="torch.nn.functional.logsigmoid, jax.nn.log_sigmoid, keras log_sigmoid, tf.math.log_sigmoid, "
            "scipy.special.log_expit",
            scipy="log_expit(x, out=out)",
            scipy_types="dfg",
            torch="_C._nn.log_sigmoid(x, out=out)",
            onnx="Neg(Softplus(Neg(x)))",
        ),
    ),
    Elementwise(
        name="sqrtsoftplus",
        summary="square root of softplus",
        formula=Formula(
            value="sqrt(log1p(exp(x)))",
            slope="1 / (1 + exp(-x)) / (2 * sqrt(log1p(exp(x))))",
            stable_value="where(x < 0, exp(minimum(x, 0) / 2) * sqrt(log1p(exp(maximum(minimum(x, 0), -700))) /"
            " exp(maximum(minimum(x, 0), -700))), sqrt(maximum(x, 0) + log1p(exp(-abs(x)))))",
            stable_slope="where(x < 0, exp(minimum(x, 0) / 2) / sqrt(log1p(exp(maximum(minimum(x, 0), -700))) /"
            " exp(maximum(minimum(x, 0), -700))), 1 / sqrt(maximum(x, 0) + log1p(exp(-abs(x))))) / (2 + 2 * exp(-abs(x)))",
        ),
        facts=Facts(
            domain="all reals",
            range="(0, inf)",
            monotone=True,
            limits="f(-inf) = 0, f(inf) = inf; f'(-inf) = f'(inf) = 0",
            kinks="none",
            source="DeepSeek-AI, as a router's scoring function in DeepSeek-V4",
            used="scores of experts in a mixture, in place of a sigmoid",
        ),
        promise=Promise(ulp={"f4": 2.0, "f8": 2.0}, slope_ulp={"f4": 3.0, "f8": 1.5}),
        kernel=Kernel(cost={"f4": 1.2, "f8": 4}),
        peers=Peers(
            names="Hugging Face sqrtsoftplus; elsewhere softplus and sqrt",
        ),
    ),
    Elementwise(
        name="logit",
        summary="inverse of the logistic sigmoid",
        formula=Formula(
            value="where((x > 0) & (x < 1), log(where((x > 0) & (x < 1), x, 0.5) / (1 - where((x > 0) & (x < 1), x,"
            " 0.5))), where(x == 0, -inf, where(x == 1, inf, nan)))",
            slope="where((x > 0) & (x < 1), 1 / (where((x > 0) & (x < 1), x, 0.5) * (1 - where((x > 0) & (x < 1), x,"
            " 0.5))), where((x == 0) | (x == 1), inf, nan))",
            stable_value="where((x > 0.25) & (x < 0.75), log1p((2 * where((x > 0.25) & (x < 0.75), x, 0.5) - 1) / (1 -"
            " where((x > 0.25) & (x < 0.75), x, 0.5))),"
            " where((x > 0) & (x < 1), log(where((x > 0) & (x < 1), x, 0.5) / (1 - where((x > 0) & (x < 1), x, 0.5))),"
            " where(x == 0, -inf, where(x == 1, inf, nan))))",
        ),
        facts=Facts(
            domain="[0, 1]; NaN outside",
            range="[-inf, inf]",
            support=(0.0, 1.0),
            monotone=True,
            limits="f(0) = -inf, f(1) = inf; f'(0) = f'(1) = inf",
            kinks="none",
            source="Berkson, Application of the logistic function to bio-assay, 1944",
            used="from probabilities back to scores: calibration, ensembles, box refinement in detection transformers",
        ),
        promise=Promise(ulp={"f4": 2.0, "f8": 2.0}, slope_ulp={"f4": 2.5, "f8": 1.5}),
        kernel=Kernel(cost={"f4": 1, "f8": 1.6}),
        peers=Peers(
            names="torch.logit, jax.scipy.special.logit, scipy.special.logit",
            scipy="logit(x, out=out)",
            scipy_types="dfg",
            torch="logit(x, out=out)",
        ),
    ),
    Elementwise(
        name="tanh_shrink",
        aliases=("tanhshrink",),
        summary="tanh shrinkage",
        formula=Formula(
            value="x - tanh(x)",
            slope="tanh(x)**2",
            stable_value="where(abs(x) < 1, x * x * x / (x * x + 3 + x * x / (5 + x * x / (7 + x * x / (9 "
            "+ x * x / (11 + x * x / (13 + x * x / (15 + x * x / 17))))))), x - tanh(x))",
        ),
        facts=Facts(
            domain="all reals",
            range="all reals",
            monotone=True,
            limits="f(-inf) = -inf, f(inf) = inf; f'(-inf) = f'(inf) = 1",
            kinks="none",
            source="Torch7's nn.TanhShrink; Kavukcuoglu, Ranzato and LeCun, Fast inference in sparse coding algorithms with "
            "applications to object recognition, 2008",
            used="sparse coding",
        ),
        promise=Promise(ulp={"f4": 2.0, "f8": 2.0}, slope_ulp={"f4": 2.0, "f8": 2.0}),
        kernel=Kernel(cost={"f4": 0.93, "f8": 2.5}),
        peers=Peers(
            names="torch.nn.functional.tanhshrink, keras tanh_shrink",
            torch="nn.functional.tanhshrink(x)",
            onnx="Sub(x, Tanh(x))",
        ),
    ),
    Elementwise(
        name="lisht",
        summary="linearly scaled hyperbolic tangent",
        formula=Formula(
            value="x * tanh(x)",
            slope="tanh(x) + x * (1 - tanh(x)**2)",
            stable_slope="tanh(x) + 4 * maximum(minimum(x, 400), -400) * exp(-2 * abs(x)) / (1 + exp(-2 * abs(x)))**2",
        ),
        facts=Facts(
            domain="all reals",
            range="[0, inf)",
            monotone=False,
            limits="f(-inf) = f(inf) = inf; f'(-inf) = -1, f'(inf) = 1",
            kinks="none",
            source="Roy et al., LiSHT: non-parametric linearly scaled hyperbolic tangent activation function for neural "
            "networks, 2019",
            used="an alternative to relu and swish in small image classifiers",
        ),
        promise=Promise(ulp={"f4": 2.0, "f8": 2.0}, slope_ulp={"f4": 2.5, "f8": 2.0}),
        kernel=Kernel(cost={"f4": 0.8, "f8": 2.4}),
        peers=Peers(names="tensorflow_addons.activations.lisht"),
    ),
    Elementwise(
        name="smht",
        summary="Soboleva's modified hyperbolic tangent",
        parameters=(
            Parameter("a", 1.0, "rate of growth of the numerator to the right"),
            Parameter("b", 1.0, "rate of growth of the numerator to the left"),
            Parameter("c", 1.0, "rate of growth of the denominator to the right"),
            Parameter("d", 1.0, "rate of growth of the denominator to the left"),
        ),
        formula=Formula(
            value="(exp(a * x) - exp(-b * x)) / (exp(c * x) + exp(-d * x))",
            slope="((a - c) * exp((a + c) * x) + (a + d) * exp((a - d) * x) + (b + c) * exp((c - b) * x) "
            "+ (b - d) * exp(-(b + d) * x)) / (exp(c * x) + exp(-d * x))**2",
            stable_value="exp(where(x < 0, b - d, a - c) * minimum(abs(x), 1e300)) * where(x < 0, 1, -1) "
            "* expm1(-(a + b) * abs(x)) / (1 + exp(-(c + d) * abs(x)))",
            stable_slope="exp(where(x < 0, b - d, a - c) * minimum(abs(x), 1e300)) * ((a + b) * exp(-(a + b) * abs(x)) "
            "* (1 + exp(-(c + d) * abs(x))) - expm1(-(a + b) * abs(x)) * (where(x < 0, b - d, a - c) "
            "* (1 + exp(-(c + d) * abs(x))) + (c + d) * exp(-(c + d) * abs(x)))) / (1 + exp(-(c + d) * abs(x)))**2",
        ),
        facts=Facts(
            domain="all reals",
            range="(-1, 1) for a = c and b = d",
            monotone=False,
            limits="f(-inf) = -1, f(inf) = 1 and f'(-inf) = f'(inf) = 0 for a = c and b = d; on either side 0 where the "
            "denominator grows faster, infinite where the numerator does",
            kinks="none",
            outside="larger parameters give the value as well, and a slope, wrong where it is that of the smaller ones at times; "
            "of a smaller a + b fewer places are left where it meets a large exponential",
            source="Soboleva and Beskorovainyi, 2008, as in Wikipedia's Soboleva modified hyperbolic tangent",
            used="radial basis networks, models of current and voltage, economics",
        ),
        promise=Promise(
            ulp={"f4": 2.0, "f8": 1.5},
            slope_ulp={"f4": 3.0, "f8": 1.5},
            parameter_range="(maximum(maximum(abs(a), abs(b)), maximum(abs(c), abs(d))) <= 256) & (abs(a + b) >= 2**-60)",
            terms={
                "dydx": "(abs(a - c) * exp((a + c) * x) + abs(a + d) * exp((a - d) * x) + abs(b + c) * exp((c - b) * x) "
                "+ abs(b - d) * exp(-(b + d) * x)) / (exp(c * x) + exp(-d * x))**2"
            },
            elsewhere=2.0,
        ),
        kernel=Kernel(cost={"f4": 1.7, "f8": 4.9}),
        peers=Peers(names="none; tanh with the default parameters"),
    ),
)
