"""Functions of exp and log, and the exponential units."""

import math

from .kinds import Elementwise
from .operands import Parameter
from .row import Facts, Formula, Kernel, Peers, Promise

ROWS = (
    Elementwise(
        name="exp",
        aliases=("exponential",),
        summary="exponential",
        formula=Formula(
            value="exp(x)",
            slope="exp(x)",
            slope_from_output="y",
        ),
        facts=Facts(
            domain="all reals",
            range="(0, inf)",
            monotone=True,
            limits="f(-inf) = f'(-inf) = 0, f(inf) = f'(inf) = inf",
            kinks="none",
            source="Euler, Introductio in analysin infinitorum, 1748",
            used="rates of Poisson regression, scales of variational autoencoders and normalizing flows",
        ),
        promise=Promise(
            ulp={"f4": 1.5, "f8": 1.5},
            slope_ulp={"f4": 1.5, "f8": 1.5},
            scanned=True,
        ),
        kernel=Kernel(cost={"f4": 0.34, "f8": 0.89}),
        peers=Peers(
            names="torch.exp, jax.numpy.exp, onnx Exp, keras exponential, tf.math.exp, numpy.exp",
            operator="Exp",
            numpy="exp(x, out=out)",
            torch="exp(x, out=out)",
            onnx="Exp(x)",
            mkl="Exp",
        ),
    ),
    Elementwise(
        name="expm1",
        summary="exponential less one, accurate near 0",
        formula=Formula(
            value="expm1(x)",
            slope="exp(x)",
            slope_from_output="y + 1",
        ),
        facts=Facts(
            domain="all reals",
            range="(-1, inf)",
            monotone=True,
            limits="f(-inf) = -1, f(inf) = inf; f'(-inf) = 0, f'(inf) = inf; f(-0.0) = -0.0",
            kinks="none",
            source="Kahan, Branch cuts for complex elementary functions, 1987; in C since C99",
            used="inverse of log1p targets in regression, inverse of softplus",
        ),
        promise=Promise(ulp={"f4": 2.0, "f8": 2.0}, slope_ulp={"f4": 1.5, "f8": 1.5}),
        kernel=Kernel(cost={"f4": 0.38, "f8": 0.96}),
        peers=Peers(
            names="torch.expm1, jax.numpy.expm1, tf.math.expm1, numpy.expm1",
            numpy="expm1(x, out=out)",
            torch="expm1(x, out=out)",
            mkl="Expm1",
        ),
    ),
    Elementwise(
        name="log1p",
        summary="logarithm of 1 + x, accurate near 0",
        formula=Formula(
            value="log1p(where(x < -1, nan, x))",
            slope="where(x == -1, inf, where(x < -1, nan, 1) / where(x == -1, 1, 1 + x))",
        ),
        facts=Facts(
            domain="[-1, inf); NaN below",
            range="[-inf, inf)",
            support=(-1.0, math.inf),
            monotone=True,
            limits="f(-1) = -inf, f'(-1) = inf; f(inf) = inf, f'(inf) = 0; f(-0.0) = -0.0",
            kinks="none",
            source="Kahan, Branch cuts for complex elementary functions, 1987; in C since C99",
            used="compression of counts, prices and spectrograms before a network",
        ),
        promise=Promise(ulp={"f4": 2.0, "f8": 2.0}, slope_ulp={"f4": 2.0, "f8": 2.0}),
        kernel=Kernel(cost={"f4": 0.73, "f8": 1.7}),
        peers=Peers(
            names="torch.log1p, jax.numpy.log1p, tf.math.log1p, numpy.log1p",
            numpy="log1p(x, out=out)",
            torch="log1p(x, out=out)",
            mkl="Log1p",
        ),
    ),
    Elementwise(
        name="log1mexp",
        summary="logarithm of 1 - exp(-x)",
        formula=Formula(
            value="where(x > 0, log(where(x > 0, -expm1(-x), 1)), where(x == 0, -inf, nan))",
            slope="where(x > 0, 1 / expm1(where(x > 0, x, 1)), where(x == 0, inf, nan))",
            stable_value="where(x > 0, where(x < 0.7, log(-expm1(-abs(x))), log1p(-exp(-abs(x)))), where(x == 0, -inf, nan))",
            stable_slope="where(x > 0, exp(-abs(x)) / where(x == 0, 1, -expm1(-abs(x))), where(x == 0, inf, nan))",
        ),
        facts=Facts(
            domain="[0, inf); NaN below. The sign of x is JAX's: others take log(1 - exp(x)) for x < 0",
            range="[-inf, 0)",
            support=(0.0, math.inf),
            monotone=True,
            limits="f(0) = -inf, f'(0) = inf; f(inf) = f'(inf) = 0",
            kinks="none",
            source="Maechler, Accurately computing log(1 - exp(-|a|)), 2012",
            used="differences of log probabilities: truncated and discretized likelihoods, survival models",
        ),
        promise=Promise(ulp={"f4": 2.0, "f8": 2.0}, slope_ulp={"f4": 3.0, "f8": 1.5}),
        kernel=Kernel(cost={"f4": 1.4, "f8": 4.1}),
        peers=Peers(names="jax.nn.log1mexp, tensorflow_probability.math.log1mexp (of either sign)"),
    ),
    Elementwise(
        name="elu",
        summary="exponential linear unit",
        parameters=(Parameter("alpha", 1.0, "the negative saturation is -alpha"),),
        common=("value",),
        formula=Formula(
            value="where(x > 0, x, alpha * expm1(minimum(x, 0)))",
            slope="where(x > 0, 1, alpha * exp(minimum(x, 0)))",
            slope_from_output="where(y > 0, 1, y + alpha)",
        ),
        facts=Facts(
            domain="all reals",
            range="(-alpha, inf)",
            monotone=True,
            limits="f(-inf) = -alpha, f(inf) = inf; f'(-inf) = 0, f'(inf) = 1; f(-0.0) = -0.0",
            kinks="f'(0) = alpha, as in PyTorch; smooth for alpha = 1",
            source="Clevert, Unterthiner and Hochreiter, Fast and accurate deep network learning by exponential linear units, "
            "2015",
            used="convolutional networks without batch normalization, policies in reinforcement learning for robots",
        ),
        promise=Promise(
            ulp={"f4": 1.5, "f8": 1.5},
            slope_ulp={"f4": 1.5, "f8": 1.5},
            parameter_range="any",
            elsewhere=1.5,
            output_range="alpha >= 0",
            scanned=True,
        ),
        kernel=Kernel(cost={"f4": 0.28, "f8": 0.73}),
        peers=Peers(
            names="torch.nn.functional.elu, jax.nn.elu, onnx Elu, keras elu, tf.nn.elu",
            operator="Elu",
            torch="_C._nn.elu(x, out=out)",
            jax="nn.elu(x)",
            onnx="Elu(x, alpha=1.0)",
        ),
    ),
    Elementwise(
        name="celu",
        summary="continuously differentiable exponential linear unit",
        parameters=(Parameter("alpha", 1.0, "the negative saturation is -alpha for a positive one"),),
        formula=Formula(
            value="where(x > 0, x, alpha * expm1(minimum(x, 0) / alpha))",
            slope="where(x > 0, 1, exp(minimum(x, 0) / alpha))",
            slope_from_output="where(y > 0, 1, y / alpha + 1)",
        ),
        facts=Facts(
            domain="all reals",
            range="(-alpha, inf)",
            monotone=True,
            limits="f(-inf) = -alpha, f(inf) = inf; f'(-inf) = 0, f'(inf) = 1; f(-0.0) = -0.0",
            kinks="none",
            outside="an alpha of 0 gives relu, with the slope 1 at 0; a negative one -inf, with a slope of inf, where exp(x / "
            "alpha) overflows",
            source="Barron, Continuously differentiable exponential linear units, 2017",
            used="networks whose loss takes derivatives with respect to the input; machine-learned interatomic potentials (ANI)",
        ),
        promise=Promise(
            ulp={"f4": 1.5, "f8": 1.5},
            slope_ulp={"f4": 1.5, "f8": 1.5},
            parameter_range="(alpha > 0) | (x > 88 * alpha)",
            elsewhere=2.0,
            output_range="alpha != 0",
        ),
        kernel=Kernel(cost={"f4": 0.42, "f8": 1}),
        peers=Peers(
            names="torch.nn.functional.celu, jax.nn.celu, onnx Celu, keras celu",
            operator="Celu",
            torch="celu(x)",
            onnx="Celu(x, alpha=1.0)",
        ),
    ),
    Elementwise(
        name="selu",
        summary="scaled exponential linear unit, with the constants that normalize a network by itself",
        formula=Formula(
            value="1.0507009873554805 * where(x > 0, x, 1.6732632423543772 * expm1(minimum(x, 0)))",
            slope="1.0507009873554805 * where(x > 0, 1, 1.6732632423543772 * exp(minimum(x, 0)))",
            slope_from_output="where(y > 0, 1.0507009873554805, y + 1.7580993408473766)",
        ),
        facts=Facts(
            domain="all reals",
            range="(-1.7580..., inf)",
            monotone=True,
            limits="f(-inf) = -1.7580993408473766, f(inf) = inf; f'(-inf) = 0, f'(inf) = 1.0507009873554805; f(-0.0) = -0.0",
            kinks="f'(0) = 1.7580993408473766, the limit from below, as in PyTorch and JAX",
            source="Klambauer et al., Self-normalizing neural networks, 2017",
            used="deep dense networks on tables without normalization layers",
        ),
        promise=Promise(
            ulp={"f4": 2.0, "f8": 2.0},
            slope_ulp={"f4": 1.5, "f8": 1.5},
            scanned=True,
        ),
        kernel=Kernel(cost={"f4": 0.4, "f8": 1.2}),
        peers=Peers(
            names="torch.nn.functional.selu, jax.nn.selu, onnx Selu (its constants are float32), keras selu, tf.nn.selu",
            operator="Selu",
            torch="selu(x)",
            onnx="Selu(x)",
        ),
    ),
    Elementwise(
        name="gaussian",
        summary="Gaussian bell exp(-x^2)",
        formula=Formula(
            value="exp(-x * x)",
            slope="-2 * x * exp(-x * x)",
            stable_value="exp(-((minimum(abs(x), 40) + 6e9) - 6e9)**2) * exp((((minimum(abs(x), 40) + 6e9) - 6e9) -"
            " minimum(abs(x), 40)) * (((minimum(abs(x), 40) + 6e9) - 6e9) + minimum(abs(x), 40)))",
            stable_slope="-2 * maximum(minimum(x, 40), -40) * exp(-((minimum(abs(x), 40) + 6e9) - 6e9)**2 / 2) *"
            " (exp(-((minimum(abs(x), 40) + 6e9) - 6e9)**2 / 2) * exp((((minimum(abs(x), 40) + 6e9) - 6e9) -"
            " minimum(abs(x), 40)) * (((minimum(abs(x), 40) + 6e9) - 6e9) + minimum(abs(x), 40))))",
        ),
        facts=Facts(
            domain="all reals",
            range="(0, 1]",
            monotone=False,
            limits="f(-inf) = f(inf) = 0; f'(-inf) = 0, f'(inf) = -0.0",
            kinks="none",
            source="Broomhead and Lowe, Multivariable functional interpolation and adaptive networks, 1988",
            used="radial basis function networks, coordinate networks",
        ),
        promise=Promise(ulp={"f4": 1.5, "f8": 1.5}, slope_ulp={"f4": 2.0, "f8": 2.0}),
        kernel=Kernel(cost={"f4": 0.43, "f8": 1}),
        peers=Peers(names="none in the large frameworks"),
    ),
    Elementwise(
        name="xielu",
        summary="expanded integral of the exponential linear unit",
        parameters=(
            Parameter("alpha_p", 0.8, "curvature of the quadratic half above 0 (half the second derivative)"),
            Parameter("alpha_n", 0.8, "weight of the exponential half below 0"),
            Parameter("beta", 0.5, "slope at 0"),
        ),
        formula=Formula(
            value="where(x > 0, alpha_p * x * x, alpha_n * (expm1(minimum(x, 0)) - x)) + beta * x",
            slope="where(x > 0, 2 * alpha_p * x, alpha_n * expm1(minimum(x, 0))) + beta",
            stable_value="where(x > 0, x * (alpha_p * maximum(x, 0) + beta), (beta - alpha_n) * x + alpha_n * expm1(minimum(x, "
            "0)))",
        ),
        facts=Facts(
            domain="all reals",
            range="depends on the parameters",
            monotone=False,
            limits="f(-inf) = f(inf) = inf and f'(inf) = inf at the default parameters; f'(-inf) = beta - alpha_n",
            kinks="none; next to its zero, -2.43 at the default parameters, a value is within 2 ULP of 2^-6 only",
            outside="a smaller beta loses places next to 0, a larger parameter where a term of the slope overflows",
            source="Huang and Schlag, Deriving activation functions using integration, 2024",
            used="feed-forward layers of language models: Apertus",
        ),
        promise=Promise(
            ulp={"f4": 2.0, "f8": 2.0},
            slope_ulp={"f4": 1.5, "f8": 1.5},
            slope_floor=2.0**-6,
            up_to={"f4": 2.25, "f8": 2.25},
            parameter_range="(maximum(abs(alpha_p), abs(alpha_n)) <= 2**20) & (abs(beta) >= 2**-20) & (abs(beta) <= 2**20)",
            terms={
                "y": "maximum(abs(beta * x), abs(where(x > 0, alpha_p * x * x, alpha_n * (expm1(minimum(x, 0)) - x))))",
                "dydx": "maximum(abs(beta), abs(where(x > 0, 2 * alpha_p * x, alpha_n * expm1(minimum(x, 0)))))",
            },
            elsewhere=1.5,
        ),
        kernel=Kernel(cost={"f4": 0.69, "f8": 1.6}),
        peers=Peers(
            names="transformers XIELUActivation, which stores the inverse softplus of the two alphas and clips expm1 at -1e-6",
            defaults={"transformers.ACT2FN.xielu": "xielu(x, 0.80078125, 0.80078125)"},
        ),
    ),
)
