"""The normal law: gelu, erf, its distribution function and tails."""

from .kinds import Elementwise
from .operands import Parameter
from .row import Facts, Formula, Kernel, Peers, Promise

ROWS = (
    Elementwise(
        name="gelu",
        aliases=("gelu_python",),
        summary="Gaussian error linear unit",
        common=("value", "value_and_grad", "backward"),
        formula=Formula(
            value="x * erfc(-x / sqrt(2)) / 2",
            slope="erfc(-x / sqrt(2)) / 2 + x * exp(-x**2 / 2) / sqrt(2 * pi)",
            stable_value="maximum(x, -100) * (erfc(-x / sqrt(2)) / 2)",
            stable_slope="erfc(-x / sqrt(2)) / 2 + maximum(minimum(x, 100), -100) * exp(-x**2 / 2) / sqrt(2 * pi)",
        ),
        facts=Facts(
            domain="all reals",
            range="[-0.1700, inf)",
            monotone=False,
            limits="f(-inf) = -0, f(inf) = inf; f'(-inf) = -0, f'(inf) = 1",
            kinks="none",
            source="Hendrycks and Gimpel, Gaussian error linear units, 2016: x Phi(x), with the normal law's distribution "
            "function",
            used="transformers: BERT, vision transformers, Whisper, Falcon; ConvNeXt",
        ),
        promise=Promise(
            ulp={"f4": 4.0, "f8": 2.0},
            slope_ulp={"f4": 4.0, "f8": 2.0},
            slope_floor=2**-6,
            scanned=True,
        ),
        kernel=Kernel(cost={"f4": 0.67, "f8": 3.4}),
        peers=Peers(
            names="torch.nn.functional.gelu, jax.nn.gelu(approximate=False), onnx Gelu, keras gelu, tf.nn.gelu, Hugging "
            "Face gelu and gelu_python",
            operator="Gelu",
            defaults={"jax.nn.gelu": "gelu_tanh(x)"},
            torch="_C._nn.gelu(x, out=out)",
            torch_backward="ops.aten.gelu_backward(dy, x, grad_input=out)",
            jax="nn.gelu(x, approximate=False)",
            onnx="Gelu(x)",
        ),
    ),
    Elementwise(
        name="erf",
        summary="error function",
        formula=Formula(
            value="erf(x)",
            slope="2 * exp(-x**2) / sqrt(pi)",
        ),
        facts=Facts(
            domain="all reals",
            range="(-1, 1)",
            monotone=True,
            limits="f(-inf) = -1, f(inf) = 1; f'(-inf) = f'(inf) = 0; f(-0.0) = -0.0",
            kinks="none",
            source="Glaisher, On a class of definite integrals, 1871",
            used="gelu written out; ordinal and interval likelihoods",
        ),
        promise=Promise(
            ulp={"f4": 2.0, "f8": 2.0},
            slope_ulp={"f4": 2.0, "f8": 1.5},
            scanned=True,
        ),
        kernel=Kernel(cost={"f4": 0.72, "f8": 2.4}, staged=True),
        peers=Peers(
            names="torch.special.erf, jax.scipy.special.erf, onnx Erf, tf.math.erf, scipy.special.erf",
            operator="Erf",
            scipy="erf(x, out=out)",
            scipy_types="dfDF",
            torch="erf(x, out=out)",
            onnx="Erf(x)",
            mkl="Erf",
        ),
    ),
    Elementwise(
        name="erfc",
        summary="complementary error function, 1 - erf(x)",
        formula=Formula(
            value="erfc(x)",
            slope="-2 * exp(-x**2) / sqrt(pi)",
        ),
        facts=Facts(
            domain="all reals",
            range="(0, 2)",
            monotone=True,
            limits="f(-inf) = 2, f(inf) = 0; f'(-inf) = f'(inf) = -0",
            kinks="none",
            source="Glaisher, On a class of definite integrals, 1871",
            used="tails of the normal law, bit error rates",
        ),
        promise=Promise(ulp={"f4": 3.5, "f8": 2.0}, slope_ulp={"f4": 2.0, "f8": 1.5}),
        kernel=Kernel(cost={"f4": 0.72, "f8": 3.7}),
        peers=Peers(
            names="torch.special.erfc, jax.scipy.special.erfc, tf.math.erfc, scipy.special.erfc",
            scipy="erfc(x, out=out)",
            scipy_types="dfDF",
            torch="erfc(x, out=out)",
            mkl="Erfc",
        ),
    ),
    Elementwise(
        name="ndtr",
        summary="distribution function of the standard normal law",
        formula=Formula(
            value="erfc(-x / sqrt(2)) / 2",
            slope="exp(-x**2 / 2) / sqrt(2 * pi)",
        ),
        facts=Facts(
            domain="all reals",
            range="(0, 1)",
            monotone=True,
            limits="f(-inf) = 0, f(inf) = 1; f'(-inf) = f'(inf) = 0",
            kinks="none",
            source="Laplace, Theorie analytique des probabilites, 1812; as an activation Bliss, The method of probits, 1934",
            used="probit regression, Gaussian process classification, the expected improvement of Bayesian optimization",
        ),
        promise=Promise(ulp={"f4": 4.0, "f8": 2.0}, slope_ulp={"f4": 1.5, "f8": 1.5}),
        kernel=Kernel(cost={"f4": 0.73, "f8": 3.7}),
        peers=Peers(
            names="torch.special.ndtr, jax.scipy.special.ndtr, scipy.special.ndtr",
            scipy="ndtr(x, out=out)",
            scipy_types="dfDF",
            torch="special.ndtr(x, out=out)",
            mkl="CdfNorm",
        ),
    ),
    Elementwise(
        name="log_ndtr",
        summary="logarithm of the distribution function of the standard normal law",
        formula=Formula(
            value="where(x > 0, log1p(-erfc(abs(x) / sqrt(2)) / 2), log(erfc(-x / sqrt(2)) / 2))",
            slope="exp(-x**2 / 2) * sqrt(2 / pi) / erfc(-x / sqrt(2))",
            stable_value="where(x > -30, where(x > 0, log1p(-erfc(abs(x) / sqrt(2)) / 2), log(erfc(-maximum(x, -30) / sqrt(2)) "
            "/ 2)), x * (-x / 2) - log(maximum(-x, 30)) - log(2 * pi) / 2 + log1p(-(1 - 3 / x**2 + 15 / x**4) / maximum(x**2, "
            "900)))",
            stable_slope="where(x > -30, exp(-x**2 / 2) * sqrt(2 / pi) / erfc(-maximum(x, -30) / sqrt(2)), -x / "
            "(1 - (1 - (3 - (15 - (105 - 945 / maximum(x**2, 900)) / maximum(x**2, 900)) / maximum(x**2, 900)) / "
            "maximum(x**2, 900)) / maximum(x**2, 900)))",
        ),
        facts=Facts(
            domain="all reals",
            range="(-inf, 0)",
            monotone=True,
            limits="f(-inf) = -inf, f(inf) = -0; f'(-inf) = inf, f'(inf) = 0",
            kinks="none",
            source="the log likelihood of probit regression, Bliss, The method of probits, 1934",
            used="probit likelihoods, truncated normal distributions, censored regression",
        ),
        promise=Promise(ulp={"f4": 3.0, "f8": 2.0}, slope_ulp={"f4": 4.0, "f8": 2.0}),
        kernel=Kernel(cost={"f4": 2.0, "f8": 5.3}, staged=True),
        peers=Peers(
            names="torch.special.log_ndtr, jax.scipy.special.log_ndtr, scipy.special.log_ndtr",
            scipy="log_ndtr(x, out=out)",
            scipy_types="dfDF",
            torch="special.log_ndtr(x, out=out)",
        ),
    ),
    Elementwise(
        name="laplace",
        summary="distribution function of a normal law with mean mu and standard deviation sigma",
        parameters=(
            Parameter("mu", 0.707107, "where the value is 1/2"),
            Parameter("sigma", 0.282095, "the width of the step"),
        ),
        formula=Formula(
            value="erfc((mu - x) / (sigma * sqrt(2))) / 2",
            slope="exp(-((x - mu) / sigma)**2 / 2) / (sigma * sqrt(2 * pi))",
        ),
        facts=Facts(
            domain="all reals",
            range="(0, 1)",
            monotone=True,
            limits="f(-inf) = 0, f(inf) = 1; f'(-inf) = f'(inf) = 0",
            kinks="none",
            outside="a sigma of 0 gives the step from 0 to 1 at mu, which is 1/2 there; a negative one turns it round",
            source="Ma et al., Mega: moving average equipped gated attention, 2022",
            used="attention of Mega, where it stands for the squared relu: equal to it in value and slope at x = sqrt(1/2)",
        ),
        promise=Promise(
            ulp={"f4": 1.0, "f8": 2.0},
            slope_ulp={"f4": 1.0, "f8": 1.5},
            parameter_range="sigma != 0",
        ),
        kernel=Kernel(cost={"f4": 3.5, "f8": 3.8}),
        peers=Peers(names="Hugging Face laplace"),
    ),
    Elementwise(
        name="gelu_10",
        summary="Gaussian error linear unit clipped to [-10, 10]",
        formula=Formula(
            value="minimum(gelu(x), 10)",
            slope="where(x > 10, 0, grad_gelu(x))",
        ),
        facts=Facts(
            domain="all reals",
            range="[-0.1700, 10]",
            monotone=False,
            limits="f(-inf) = -0, f(inf) = 10; f'(-inf) = -0, f'(inf) = 0",
            kinks="where f reaches 10, just above x = 10; f'(10) = 1, as of PyTorch's clip",
            flat="x > 10, or where f'(x) underflows to 0",
            source="Wu et al., Integer quantization for deep learning inference: principles and empirical evaluation, 2020",
            used="transformers quantized to 8 bits",
        ),
        promise=Promise(
            ulp={"f4": 4.0, "f8": 2.0},
            slope_ulp={"f4": 4.0, "f8": 2.0},
            slope_floor=2**-6,
        ),
        kernel=Kernel(cost={"f4": 0.73, "f8": 3.7}),
        peers=Peers(names="Hugging Face gelu_10 (ClippedGELU)"),
    ),
)
