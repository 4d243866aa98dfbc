"""Functions along an axis: softmax and its kin."""

from .kinds import AlongAxis
from .operands import AXES, AXIS, CAUSAL, DTYPE, HARD, KEEPDIMS, OUT, RNG, SINK, SINK_GRADIENT, TEMPERATURE, WHERE
from .row import Facts, Formula, Kernel, Peers, Promise

ROWS = (
    AlongAxis(
        name="softmax",
        summary="softmax along an axis",
        keywords=(AXIS, WHERE, TEMPERATURE, CAUSAL, SINK, OUT, DTYPE),
        backward_keywords=(AXIS, TEMPERATURE, SINK_GRADIENT, OUT, DTYPE),
        common=("value",),
        formula=Formula(
            value="exp(x) / sum(exp(x))",
            gradients=("y * (dy - sum(dy * y)) / temperature",),
        ),
        facts=Facts(
            domain="all reals",
            range="[0, 1], each row with the sum 1",
            monotone=False,
            limits="a row with NaN or +inf in it is NaN, a row of -inf alone too; an element -inf beside finite ones gives 0, "
            "and so does a masked one",
            kinks="none",
            source="Boltzmann, 1868; Bridle, Probabilistic interpretation of feedforward classification network outputs, 1990",
            used="outputs of classifiers, attention weights",
        ),
        promise=Promise(ulp={"f4": 5.0, "f8": 5.0}, slope_ulp={"f4": 10.0, "f8": 10.0}),
        kernel=Kernel(cost={"f4": 0.4, "f8": 0.98}, along={"value": "softmax", "backward_from_output": "softmax_backward"}),
        peers=Peers(
            names="torch.softmax, jax.nn.softmax, onnx Softmax (one axis since operator set 13), keras softmax, "
            "tf.nn.softmax, scipy.special.softmax",
            operator="Softmax",
            defaults={"torch.nn.functional.softmax": "softmax(x, axis=0 if x.ndim in (0, 1, 3) else 1)"},
            scipy="softmax(x, axis=-1)",
            torch="softmax(x, -1, out=out)",
            torch_backward="ops.aten._softmax_backward_data(dy, y, -1, dy.dtype, grad_input=out)",
            jax="nn.softmax(x)",
            onnx="Softmax(x, axis=-1)",
        ),
    ),
    AlongAxis(
        name="softmin",
        summary="softmin along an axis, the softmax of -x",
        keywords=(AXIS, WHERE, TEMPERATURE, CAUSAL, SINK, OUT, DTYPE),
        backward_keywords=(AXIS, TEMPERATURE, SINK_GRADIENT, OUT, DTYPE),
        formula=Formula(
            value="exp(-x) / sum(exp(-x))",
            gradients=("-y * (dy - sum(dy * y)) / temperature",),
        ),
        facts=Facts(
            domain="all reals",
            range="[0, 1], each row with the sum 1",
            monotone=False,
            limits="a row with NaN or -inf in it is NaN, a row of +inf alone too; an element +inf beside finite ones gives 0, "
            "and so does a masked one",
            kinks="none",
            source="as softmax; torch.nn.Softmin",
            used="weights that favour small distances or costs",
        ),
        promise=Promise(ulp={"f4": 5.0, "f8": 5.0}, slope_ulp={"f4": 10.0, "f8": 10.0}),
        kernel=Kernel(cost={"f4": 0.5, "f8": 1.2}),
        peers=Peers(
            names="torch.nn.functional.softmin",
            defaults={"torch.nn.functional.softmin": "softmin(x, axis=0 if x.ndim in (0, 1, 3) else 1)"},
        ),
    ),
    AlongAxis(
        name="log_softmax",
        summary="logarithm of the softmax along an axis",
        keywords=(AXIS, WHERE, TEMPERATURE, CAUSAL, SINK, OUT, DTYPE),
        backward_keywords=(AXIS, TEMPERATURE, SINK_GRADIENT, OUT, DTYPE),
        common=("value",),
        formula=Formula(
            value="x - log(sum(exp(x)))",
            gradients=("(dy - exp(y) * sum(dy)) / temperature",),
        ),
        facts=Facts(
            domain="all reals",
            range="(-inf, 0]",
            monotone=False,
            limits="a row with NaN or +inf in it is NaN, a row of -inf alone too; an element -inf beside finite ones gives "
            "-inf, and so does a masked one",
            kinks="none",
            source="as softmax; with log1p of the sum without the maximum's own term",
            used="log likelihoods of classifiers and language models, beam search",
        ),
        promise=Promise(ulp={"f4": 4.0, "f8": 4.0}, slope_ulp={"f4": 12.0, "f8": 12.0}),
        kernel=Kernel(
            cost={"f4": 0.5, "f8": 1.2}, along={"value": "log_softmax", "backward_from_output": "log_softmax_backward"}
        ),
        peers=Peers(
            names="torch.log_softmax, jax.nn.log_softmax, onnx LogSoftmax, keras log_softmax, tf.nn.log_softmax, "
            "scipy.special.log_softmax",
            operator="LogSoftmax",
            defaults={"torch.nn.functional.log_softmax": "log_softmax(x, axis=0 if x.ndim in (0, 1, 3) else 1)"},
            scipy="log_softmax(x, axis=-1)",
            torch="log_softmax(x, -1, out=out)",
            torch_backward="ops.aten._log_softmax_backward_data(dy, y, -1, dy.dtype, out=out)",
            jax="nn.log_softmax(x)",
            onnx="LogSoftmax(x, axis=-1)",
        ),
    ),
    AlongAxis(
        name="logsumexp",
        aliases=("reduce_logsumexp",),
        summary="logarithm of the sum of exponentials over one or more axes",
        keywords=(AXES, KEEPDIMS, WHERE, SINK, OUT, DTYPE),
        backward_keywords=(AXES, KEEPDIMS, WHERE, SINK_GRADIENT, OUT),
        reduces=True,
        formula=Formula(
            value="log(sum(exp(x)))",
            gradients=("dy * exp(x) / sum(exp(x))",),
        ),
        facts=Facts(
            domain="all reals",
            range="all reals",
            monotone=True,
            limits="-inf over -inf alone, or where nothing takes part; +inf where one element is; NaN where one is",
            kinks="none",
            source="Blanchard, Higham and Higham, Accurately computing the log-sum-exp and softmax functions, 2021",
            used="normalising constants, mixture models, losses of classifiers",
        ),
        promise=Promise(ulp={"f4": 2.0, "f8": 2.0}),
        kernel=Kernel(cost={"f4": 0.4, "f8": 0.76}, along={"value": "logsumexp"}),
        peers=Peers(
            names="torch.logsumexp, jax.nn.logsumexp, onnx ReduceLogSumExp, tf.math.reduce_logsumexp, scipy.special.logsumexp",
            operator="ReduceLogSumExp",
            defaults={"onnx.ReduceLogSumExp": "logsumexp(x, keepdims=True)"},
            scipy="logsumexp(x, axis=-1)",
        ),
    ),
    AlongAxis(
        name="logmeanexp",
        summary="logarithm of the mean of exponentials over one or more axes",
        keywords=(AXES, KEEPDIMS, WHERE, OUT, DTYPE),
        backward_keywords=(AXES, KEEPDIMS, WHERE, OUT),
        reduces=True,
        formula=Formula(
            value="log(mean(exp(x)))",
            gradients=("dy * exp(x) / sum(exp(x))",),
        ),
        facts=Facts(
            domain="all reals",
            range="all reals, from the mean of x to its maximum",
            monotone=True,
            limits="-inf over -inf alone; +inf where one element is; NaN where one is, or where nothing takes part",
            kinks="none",
            source="as logsumexp; the mean in place of the sum",
            used="evidence of a model from samples, ensembles of likelihoods, importance-weighted bounds",
        ),
        promise=Promise(ulp={"f4": 2.0, "f8": 2.0}),
        kernel=Kernel(cost={"f4": 0.4, "f8": 0.8}),
        peers=Peers(
            names="jax.nn.logmeanexp, torch.logsumexp(x, 0) - log(n), tfp.math.reduce_logmeanexp, "
            "scipy.special.logsumexp with b=1/n",
        ),
    ),
    AlongAxis(
        name="hardmax",
        summary="hardmax along an axis, 1 for the first of the largest elements and 0 for the others",
        keywords=(AXIS, WHERE, OUT, DTYPE),
        backward_keywords=(AXIS, OUT, DTYPE),
        formula=Formula(
            value="one_hot(argmax(x))",
            gradients=("0",),
        ),
        facts=Facts(
            domain="all reals",
            range="{0, 1}, each row with the sum 1",
            monotone=False,
            limits="infinities are elements like others, and integers are compared as they are; a row with NaN in it is NaN; a "
            "masked element gives 0",
            kinks="jumps where two elements are the largest; the gradient is 0 all the same",
            source="ONNX operator Hardmax, 2017",
            used="hard attention, decisions of classifiers, straight-through estimators",
        ),
        promise=Promise(ulp={"f4": 0, "f8": 0}),
        kernel=Kernel(cost={"f4": 0.3, "f8": 0.4}, along={"value": "hardmax"}),
        peers=Peers(
            names="onnx Hardmax, torch.nn.functional.one_hot of argmax, tfa.seq2seq.hardmax",
            operator="Hardmax",
            onnx="Hardmax(x, axis=-1)",
        ),
    ),
    AlongAxis(
        name="sparsemax",
        summary="sparsemax along an axis, the point of the probability simplex that is nearest to x",
        keywords=(AXIS, WHERE, OUT, DTYPE),
        backward_keywords=(AXIS, OUT, DTYPE),
        formula=Formula(
            value="maximum(x - tau, 0), where tau makes the sum 1",
            gradients=("where(y > 0, dy - mean(dy[y > 0]), 0)",),
        ),
        facts=Facts(
            domain="all reals",
            range="[0, 1], each row with the sum 1",
            monotone=False,
            limits="a row with NaN or +inf in it is NaN, a row of -inf alone too; an element -inf beside finite ones gives 0, "
            "and so does a masked one",
            kinks="where an element reaches 0; the gradient there is that of 0",
            source="Martins and Astudillo, From softmax to sparsemax, 2016; by the rounds of Michelot, A finite algorithm for "
            "finding the projection of a point onto the canonical simplex of R^n, 1986",
            used="attention and outputs with exact zeros, mixtures of experts",
        ),
        promise=Promise(ulp={"f4": 1.0, "f8": 1.0}),
        kernel=Kernel(cost={"f4": 1.0, "f8": 1.1}, along={"value": "sparsemax", "backward_from_output": "sparsemax_backward"}),
        peers=Peers(
            names="entmax sparsemax, tfa.activations.sparsemax, keras sparsemax, jax.nn.sparse_plus is its scalar kin",
            namesakes={
                "keras.activations.sparsemax": "which in Keras 3.15.1 is wrong: rows with more than one element left do not have "
                "the sum 1 (keras-team/keras issue 23425)"
            },
        ),
    ),
    AlongAxis(
        name="entmax15",
        summary="entmax with alpha = 1.5 along an axis, between softmax and sparsemax: smooth, with exact zeros",
        keywords=(AXIS, WHERE, OUT, DTYPE),
        backward_keywords=(AXIS, OUT, DTYPE),
        formula=Formula(
            value="maximum(x / 2 - tau, 0)**2, where tau makes the sum 1",
            gradients=("s * (dy - sum(dy * s) / sum(s)), where s = sqrt(y)",),
        ),
        facts=Facts(
            domain="all reals",
            range="[0, 1], each row with the sum 1",
            monotone=False,
            limits="a row with NaN or +inf in it is NaN, a row of -inf alone too; an element -inf beside finite ones gives 0, "
            "and so does a masked one; a float64 result below 1e-30, of an element all but at the threshold, may have fewer "
            "digits than promised",
            kinks="none; the second derivative jumps where an element reaches 0",
            source="Peters, Niculae and Martins, Sparse sequence-to-sequence models, 2019; exact, by Newton's steps on a norm in "
            "place of a sort",
            used="attention and outputs of sequence models with exact zeros",
        ),
        promise=Promise(ulp={"f4": 1.0, "f8": 1.0}, slope_ulp={"f4": 1.0, "f8": 4.0}),
        kernel=Kernel(cost={"f4": 1.2, "f8": 1.4}, along={"value": "entmax15", "backward_from_output": "entmax15_backward"}),
        peers=Peers(names="entmax entmax15, entmax entmax_bisect with alpha=1.5"),
    ),
    AlongAxis(
        name="gumbel_softmax",
        summary="softmax of x plus noise of the Gumbel law, a smooth sample of the classes",
        keywords=(AXIS, HARD, RNG, WHERE, TEMPERATURE, OUT, DTYPE),
        backward_keywords=(AXIS, TEMPERATURE, OUT, DTYPE),
        formula=Formula(
            value="softmax((x - log(-log(u))) / temperature), where u is uniform on (0, 1)",
            gradients=("y * (dy - sum(dy * y)) / temperature",),
        ),
        facts=Facts(
            domain="all reals",
            range="[0, 1], each row with the sum 1",
            monotone=False,
            limits="those of softmax",
            kinks="none; those of hardmax of x and the noise with hard=True, whatever the temperature",
            source="Jang et al., Categorical reparameterization with Gumbel-softmax, 2017; Maddison et al., The concrete "
            "distribution, 2017",
            used="discrete latent variables, architecture search, hard attention that learns",
        ),
        promise=Promise(ulp={"f4": 5.0, "f8": 5.0}),
        kernel=Kernel(cost={"f4": 10.0, "f8": 12}),
        peers=Peers(names="torch.nn.functional.gumbel_softmax, flax and optax examples, tfp RelaxedOneHotCategorical"),
    ),
)
