"""Functions of angles."""

from .kinds import Elementwise
from .operands import Parameter
from .row import Facts, Formula, Kernel, Peers, Promise

ROWS = (
    Elementwise(
        name="arctan",
        aliases=("atan",),
        summary="arctangent",
        formula=Formula(
            value="arctan(x)",
            slope="1 / (1 + x * x)",
            stable_slope="where(abs(x) < 1e9, 1 / (1 + x * x), (1 / maximum(abs(x), 1))**2)",
        ),
        facts=Facts(
            domain="all reals",
            range="(-pi/2, pi/2)",
            monotone=True,
            limits="f(-inf) = -pi/2, f(inf) = pi/2; f'(-inf) = f'(inf) = 0",
            kinks="none",
            source="none: in Wikipedia's table of activation functions",
            used="bounded outputs with slow tails; surrogate gradients of spiking networks",
        ),
        promise=Promise(ulp={"f4": 1.5, "f8": 1.5}, slope_ulp={"f4": 2.0, "f8": 2.0}),
        kernel=Kernel(cost={"f4": 0.44, "f8": 1.4}),
        peers=Peers(
            names="torch.atan, jax.numpy.arctan, onnx Atan, tf.math.atan, numpy.arctan",
            operator="Atan",
            numpy="arctan(x, out=out)",
            torch="atan(x, out=out)",
            onnx="Atan(x)",
            mkl="Atan",
        ),
    ),
    Elementwise(
        name="sin",
        summary="sine",
        formula=Formula(
            value="sin(x)",
            slope="cos(x)",
        ),
        facts=Facts(
            domain="|x| <= 262,144 in float32, float16 and bfloat16, 2^47 in float64",
            range="[-1, 1]",
            monotone=False,
            limits="none: NaN at both infinities and outside the domain, for the slope too",
            kinks="none",
            source="Parascandolo, Huttunen and Virtanen, Taming the waves: sine as activation function in deep neural networks, "
            "2016; Sitzmann et al., Implicit neural representations with periodic activation functions, 2020",
            used="implicit representations of images, sounds and shapes (SIREN)",
        ),
        promise=Promise(
            ulp={"f4": 2.0, "f8": 2.0},
            slope_ulp={"f4": 2.0, "f8": 2.0},
            slope_floor=2.0**-6,
            up_to={"f4": 2.0**18, "f8": 2.0**47},
        ),
        kernel=Kernel(cost={"f4": 0.61, "f8": 1.3}),
        peers=Peers(
            names="torch.sin, jax.numpy.sin, onnx Sin, tf.math.sin, numpy.sin",
            operator="Sin",
            numpy="sin(x, out=out)",
            torch="sin(x, out=out)",
            onnx="Sin(x)",
            mkl="Sin",
        ),
    ),
    Elementwise(
        name="sinc",
        summary="cardinal sine, unnormalised",
        formula=Formula(
            value="where(x == 0, 1, sin(x) / where(x == 0, 1, x))",
            slope="where(x == 0, 0, (x * cos(x) - sin(x)) / where(x == 0, 1, x)**2)",
            stable_value="where(x == 0, 1, sin(maximum(minimum(x, 1e300), -1e300)) / where(x == 0, 1, x))",
            stable_slope="where(abs(x) < 0.5, -x / 3 * (1 - x * x / 10 * (1 - x * x / 28 * (1 - x * x / 54 * (1 - x * x / 88 "
            "* (1 - x * x / 130 * (1 - x * x / 180 * (1 - x * x / 238))))))), (cos(maximum(minimum(x, 1e300), -1e300)) "
            "- sin(maximum(minimum(x, 1e300), -1e300)) / where(x == 0, 1, x)) / where(x == 0, 1, x))",
        ),
        facts=Facts(
            domain="|x| <= 262,144 in float32, float16 and bfloat16, 2^47 in float64, and the infinities",
            range="[-0.217..., 1]",
            monotone=False,
            limits="f(-inf) = f(inf) = 0; f'(-inf) = f'(inf) = 0; NaN outside the domain, for the slope too",
            kinks="none; f(0) = 1",
            source="Woodward and Davies, Information theory and inverse probability in telecommunication, 1952; as an "
            "activation in Wikipedia's table",
            used="band-limited representations",
        ),
        promise=Promise(
            ulp={"f4": 2.0, "f8": 2.0},
            slope_ulp={"f4": 3.0, "f8": 2.0},
            slope_floor=2.0**-6,
            up_to={"f4": 2.0**18, "f8": 2.0**47},
        ),
        kernel=Kernel(cost={"f4": 0.74, "f8": 1.7}),
        peers=Peers(names="torch.sinc, jax.numpy.sinc and numpy.sinc are sinc(pi x)"),
    ),
    Elementwise(
        name="snake",
        summary="snake, the identity with a periodic part",
        parameters=(Parameter("a", 1.0, "frequency of the periodic part: it has the period pi / a; 0 gives the identity"),),
        formula=Formula(
            value="x + sin(a * x)**2 / a",
            slope="1 + sin(2 * a * x)",
            stable_value="x + sin(maximum(minimum(a * x, 1e300), -1e300))**2 / a",
        ),
        facts=Facts(
            domain="all reals; the slope where |a x| <= 262,144 in float32, float16 and bfloat16, 2^47 in float64",
            range="all reals",
            monotone=True,
            limits="f(-inf) = -inf, f(inf) = inf; the slope has no limit, and is NaN at the infinities and outside its domain",
            kinks="none",
            outside="the value is as accurate everywhere, the slope where its domain says",
            source="Ziyin, Hartwig and Ueda, Neural networks fail to learn periodic functions and how to fix it, 2020",
            used="audio synthesis: BigVGAN, Descript's audio codec; extrapolation of periodic data",
        ),
        promise=Promise(
            ulp={"f4": 2.0, "f8": 2.0},
            slope_ulp={"f4": 3.0, "f8": 1.5},
            slope_floor=2.0**-6,
            up_to={"f4": 2.0**18, "f8": 2.0**47},
            parameter_range="abs(a * x) <= 262144",
            elsewhere=2.0,
        ),
        kernel=Kernel(cost={"f4": 0.97, "f8": 1.9}),
        peers=Peers(names="tensorflow_addons.activations.snake"),
    ),
)
