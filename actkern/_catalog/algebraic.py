"""Functions of roots and quotients."""

from .kinds import Elementwise
from .operands import Parameter
from .row import Facts, Formula, Kernel, Peers, Promise

ROWS = (
    Elementwise(
        name="squareplus",
        summary="squareplus, an algebraic softplus",
        parameters=(Parameter("b", 4.0, "the smoothness, at least 0: f(0) is sqrt(b) / 2, and 0 gives relu"),),
        formula=Formula(
            value="(x + sqrt(x**2 + b)) / 2",
            slope="(1 + x / sqrt(x**2 + b)) / 2",
            stable_value="where(x > 0, abs(x) / 2 + where(abs(x) > 1e100, abs(x), sqrt(x * x + b)) / 2, "
            "b / 4 / (abs(x) / 2 + where(abs(x) > 1e100, abs(x), sqrt(x * x + b)) / 2))",
            stable_slope="where(x > 0, 1 - b / 4 / (abs(x) / 2 + sqrt(x * x + b) / 2) / sqrt(x * x + b), "
            "b / 4 / (abs(x) / 2 + where(abs(x) > 1e100, abs(x), sqrt(x * x + b)) / 2) "
            "/ where(abs(x) > 1e100, abs(x), sqrt(x * x + b)))",
        ),
        facts=Facts(
            domain="all reals",
            range="(0, inf)",
            monotone=True,
            limits="f(-inf) = 0, f(inf) = inf; f'(-inf) = 0, f'(inf) = 1",
            kinks="none; f'(0) = 0 for b = 0",
            outside="a negative b gives the values of the formula, but fewer places where x^2 + b is small beside b, and NaN "
            "where it is not above 0",
            source="Barron, Squareplus: A softplus-like algebraic rectifier, 2021",
            used="in place of softplus, where exp and log are dear: positive outputs such as scales and densities",
        ),
        promise=Promise(
            ulp={"f4": 1.0, "f8": 1.0},
            slope_ulp={"f4": 3.0, "f8": 1.5},
            parameter_range="b >= 0",
            elsewhere=1.5,
        ),
        kernel=Kernel(cost={"f4": 0.56, "f8": 1.2}),
        peers=Peers(names="jax.nn.squareplus, keras squareplus"),
    ),
    Elementwise(
        name="softsign",
        aliases=("soft_sign",),
        summary="softsign",
        formula=Formula(
            value="x / (1 + abs(x))",
            slope="1 / (1 + abs(x))**2",
            stable_value="minimum(maximum(x, -1e300), 1e300) / (1 + minimum(abs(x), 1e300))",
            stable_slope="1 / (1 + abs(x)) / (1 + abs(x))",
            slope_from_output="(1 - abs(y)) ** 2",
        ),
        facts=Facts(
            domain="all reals",
            range="(-1, 1)",
            monotone=True,
            limits="f(-inf) = -1, f(inf) = 1; f'(-inf) = f'(inf) = 0; f(-0.0) = -0.0",
            kinks="none",
            source="Elliott, A better activation function for artificial neural networks, 1993; Bergstra et al., Quadratic "
            "polynomials learn better image features, 2009",
            used="bounded hidden units and outputs, small recurrent networks and controllers",
        ),
        promise=Promise(ulp={"f4": 1.5, "f8": 1.5}, slope_ulp={"f4": 1.5, "f8": 1.5}),
        kernel=Kernel(cost={"f4": 0.16, "f8": 0.29}),
        peers=Peers(
            names="torch.nn.functional.softsign, jax.nn.soft_sign, onnx Softsign, keras softsign, tf.nn.softsign",
            operator="Softsign",
            torch="nn.functional.softsign(x)",
            onnx="Softsign(x)",
        ),
    ),
    Elementwise(
        name="isru",
        summary="inverse square root unit",
        parameters=(Parameter("alpha", 1.0, "above 0: outputs saturate at 1 / sqrt(alpha)"),),
        formula=Formula(
            value="x / sqrt(1 + alpha * x**2)",
            slope="1 / sqrt(1 + alpha * x**2)**3",
            stable_value="minimum(maximum(x, -1e100), 1e100) / sqrt(1 + alpha * minimum(abs(x), 1e100)**2)",
            stable_slope="1 / sqrt(1 + alpha * x**2) / (1 + alpha * x**2)",
            slope_from_output="maximum(1 - alpha * y * y, 0) * sqrt(maximum(1 - alpha * y * y, 0))",
        ),
        facts=Facts(
            domain="all reals",
            range="(-1 / sqrt(alpha), 1 / sqrt(alpha))",
            monotone=True,
            limits="f(-inf) = -1 / sqrt(alpha), f(inf) = 1 / sqrt(alpha); f'(-inf) = f'(inf) = 0; f(-0.0) = -0.0",
            kinks="none",
            outside="a negative alpha gives the values of the formula, but fewer places towards its pole, where 1 + alpha x^2 "
            "is 0, and NaN beyond",
            source="Carlile et al., Improving deep learning by inverse square root linear units (ISRLUs), 2017",
            used="proposed for recurrent cells, in place of tanh where exp is dear",
        ),
        promise=Promise(
            ulp={"f4": 2.0, "f8": 2.0},
            slope_ulp={"f4": 2.5, "f8": 1.0},
            parameter_range="alpha >= 0",
            elsewhere=1.5,
            output_range="alpha >= 0",
        ),
        kernel=Kernel(cost={"f4": 0.3, "f8": 0.83}),
        peers=Peers(names="none in torch, jax, keras, onnx or tf: x * rsqrt(1 + alpha * x**2)"),
    ),
    Elementwise(
        name="isrlu",
        summary="inverse square root linear unit",
        parameters=(Parameter("alpha", 1.0, "above 0: outputs saturate at -1 / sqrt(alpha)"),),
        formula=Formula(
            value="where(x < 0, x / sqrt(1 + alpha * x**2), x)",
            slope="where(x < 0, 1 / sqrt(1 + alpha * x**2)**3, 1)",
            stable_value="where(x < 0, maximum(x, -1e100) / sqrt(1 + alpha * minimum(abs(x), 1e100)**2), x)",
            stable_slope="where(x < 0, 1 / sqrt(1 + alpha * x**2) / (1 + alpha * x**2), 1)",
            slope_from_output="where(y < 0, maximum(1 - alpha * y * y, 0) * sqrt(maximum(1 - alpha * y * y, 0)), 1)",
        ),
        facts=Facts(
            domain="all reals",
            range="(-1 / sqrt(alpha), inf)",
            monotone=True,
            limits="f(-inf) = -1 / sqrt(alpha), f(inf) = inf; f'(-inf) = 0, f'(inf) = 1; f(-0.0) = -0.0",
            kinks="none",
            outside="a negative alpha gives the values of the formula, but fewer places towards its pole, where 1 + alpha x^2 "
            "is 0, and NaN beyond",
            source="Carlile et al., Improving deep learning by inverse square root linear units (ISRLUs), 2017",
            used="proposed for convolutional networks, in place of elu where exp is dear",
        ),
        promise=Promise(
            ulp={"f4": 2.0, "f8": 2.0},
            slope_ulp={"f4": 2.5, "f8": 1.0},
            parameter_range="alpha >= 0",
            elsewhere=1.5,
            output_range="alpha >= 0",
        ),
        kernel=Kernel(cost={"f4": 0.3, "f8": 0.84}),
        peers=Peers(names="none in torch, jax, keras, onnx or tf"),
    ),
    Elementwise(
        name="bent_identity",
        summary="bent identity",
        formula=Formula(
            value="(sqrt(x**2 + 1) - 1) / 2 + x",
            slope="x / (2 * sqrt(x**2 + 1)) + 1",
            stable_value="x * (1 + minimum(maximum(x, -1e100), 1e100) / (sqrt(minimum(abs(x), 1e100)**2 + 1) + 1) / 2)",
            stable_slope="minimum(maximum(x, -1e100), 1e100) / (2 * sqrt(minimum(abs(x), 1e100)**2 + 1)) + 1",
        ),
        facts=Facts(
            domain="all reals",
            range="all reals",
            monotone=True,
            limits="f(-inf) = -inf, f(inf) = inf; f'(-inf) = 1/2, f'(inf) = 3/2",
            kinks="none",
            source="not known: it stands in Wikipedia's table of activation functions",
            used="seldom: surveys and comparisons of activations, evolved networks",
        ),
        promise=Promise(ulp={"f4": 1.5, "f8": 1.5}, slope_ulp={"f4": 2.0, "f8": 2.0}),
        kernel=Kernel(cost={"f4": 0.3, "f8": 0.69}),
        peers=Peers(names="e3x.nn.activations.bent_identity; none in torch, jax, keras or onnx"),
    ),
)
