"""Functions made of others: rrelu, glu, crelu and maxout."""

from .kinds import Composed
from .operands import Parameter
from .row import Facts, Formula, Kernel, Peers, Promise

ROWS = (
    Composed(
        name="rrelu",
        summary="randomized leaky rectified linear unit, with the mean slope or, in training, with slopes drawn at random",
        parameters=(
            Parameter("lower", 1 / 8, "the smallest slope below 0; by name only"),
            Parameter(
                "upper",
                1 / 3,
                "the largest one; by name only. Further: training=False, and rng, a numpy.random.Generator "
                "or a seed, from which training draws a slope for each element, evenly between the two",
            ),
        ),
        formula=Formula(
            value="where(x > 0, x, (lower + upper) / 2 * x)",
            slope="where(x > 0, 1, (lower + upper) / 2)",
        ),
        facts=Facts(
            domain="all reals",
            range="all reals",
            monotone=True,
            limits="f(-inf) = -inf, f(inf) = inf",
            kinks="f'(0) is the slope below 0, as in PyTorch",
            source="Xu et al., Empirical evaluation of rectified activations in convolutional network, 2015",
            used="convolutional networks, against overfitting",
        ),
        promise=Promise(ulp={"f4": 0.5, "f8": 0.5}, slope_ulp={"f4": 0, "f8": 0}),
        kernel=Kernel(cost={"f4": 0.1, "f8": 0.16}),
        peers=Peers(
            names="torch.nn.functional.rrelu, tfa.activations.rrelu",
            torch="nn.functional.rrelu(x)",
        ),
    ),
    Composed(
        name="glu",
        summary="gated linear unit of one array, the first half of an axis gated by the second",
        formula=Formula(value="up * sigmoid(gate), where up and gate are the halves of x"),
        facts=Facts(
            domain="all reals",
            range="all reals",
            monotone=False,
            limits="those of sigmoid_glu",
            kinks="none",
            source="Dauphin et al., Language modeling with gated convolutional networks, 2017",
            used="gated convolutional and recurrent networks",
        ),
        promise=Promise(),
        kernel=Kernel(cost={"f4": 0.4, "f8": 0.78}),
        peers=Peers(
            names="torch.nn.functional.glu, jax.nn.glu, keras glu",
            torch="nn.functional.glu(x)",
        ),
    ),
    Composed(
        name="crelu",
        summary="concatenated rectified linear unit, relu(x) and relu(-x) one after the other along an axis",
        formula=Formula(value="concatenate(relu(x), relu(-x))"),
        facts=Facts(
            domain="all reals",
            range="[0, inf)",
            monotone=False,
            limits="those of relu",
            kinks="f'(0) = 0 in both halves",
            source="Shang et al., Understanding and improving convolutional neural networks via concatenated rectified linear "
            "units, 2016",
            used="early layers of convolutional networks",
        ),
        promise=Promise(),
        kernel=Kernel(cost={"f4": 0.3, "f8": 0.56}),
        peers=Peers(names="tf.nn.crelu"),
    ),
    Composed(
        name="maxout",
        summary="maxout unit, the largest of each k neighbours along an axis",
        parameters=(
            Parameter("k", None, "int, how many neighbours make one result; divides the length of the axis", 2, whole=True),
        ),
        formula=Formula(value="the maximum of k neighbours"),
        facts=Facts(
            domain="all reals",
            range="all reals",
            monotone=True,
            limits="those of the largest",
            kinks="among equals the first one gets the gradient, as in torch.max over an axis",
            source="Goodfellow et al., Maxout networks, 2013",
            used="maxout networks",
        ),
        promise=Promise(),
        kernel=Kernel(cost={"f4": 0.5, "f8": 1}),
        peers=Peers(names="tfa.layers.Maxout"),
    ),
)
