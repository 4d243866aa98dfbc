"""Losses: of one element, and those of output layers, which reduce them."""

import math

from .kinds import Elementwise, LinearLoss, Loss, Other, TakenLoss
from .operands import (
    GRADIENT,
    GRADIENTS,
    MEAN_WEIGHT,
    OF_BATCHES,
    OF_CLASSES,
    OF_ELEMENTS,
    OF_LABELS,
    OF_LINEAR,
    OF_TAKEN,
    WEIGHT,
    Keyword,
    Parameter,
)
from .row import Facts, Formula, Kernel, Peers, Promise

_PREDICTION = (
    Parameter("prediction", None, "of a linear output layer, mostly"),
    Parameter("target", None, "what is aimed at, of the prediction's shape"),
)
_OF_ERROR = (
    Parameter("target", None, "what is aimed at", 0.75),
    Parameter("weight", 1.0, "what the error is multiplied by"),
)
_WEIGHT = Parameter("weight", 1.0, "what the loss is multiplied by")
_OF_LABEL = Parameter("target", None, "the probability that is aimed at, from 0 to 1: labels, mostly", 0.75)
_DELTA = Parameter("delta", 1.0, "the error from which on the loss is linear, above 0 and finite")
_OF_DELTA = Keyword(
    "delta",
    "ArrayLike",
    "1.0",
    "above 0, broadcast to the prediction: the error from which on the loss is linear",
    positive=True,
)
_BETA = Parameter("beta", 1.0, "the error from which on the loss is linear, at least 0 and finite; 0 gives absolute_error")
_OF_BETA = Keyword(
    "beta",
    "ArrayLike",
    "1.0",
    "at least 0, broadcast to the prediction: the error from which on the loss is linear; 0 gives mae",
    divides=True,
)
_OF_FOCUS = (
    Keyword(
        "alpha",
        "ArrayLike",
        "0.25",
        "from 0 to 1, broadcast to the logits: what losses of the label 1 are multiplied by; those of 0 by 1 - alpha",
        most=1,
    ),
    Keyword(
        "gamma",
        "ArrayLike",
        "2.0",
        "at least 0, broadcast to the logits: the power of the other label's sigmoid that a loss is multiplied by; 0 leaves it "
        "as it is",
    ),
)
_OF_COUNT = Parameter("target", None, "the count that is aimed at, at least 0", 1.0)
_FULL = Parameter("full", 0.0, "what Stirling's term of the target is multiplied by, 0 or 1, mostly")
_OF_FULL = Keyword(
    "full",
    "bool",
    "False",
    "whether Stirling's approximation of log(target!) is added, for targets above 1: it has no part in the gradient",
)
_STIRLING = "full * where(target > 1, target * log(maximum(target, 1)) - target + log(2 * pi * maximum(target, 1)) / 2, 0)"
_OF_STIRLING = "full * where(target > 1, target * log(maximum(target, 1)) + target, 0)"
_OF_COUNTS = (
    Keyword("log_input", "bool", "True", "whether the prediction has logarithms of rates, not rates themselves"),
    _OF_FULL,
    Keyword(
        "eps",
        "ArrayLike",
        "1e-08",
        "at least 0, broadcast to the prediction: what a rate is raised by in the logarithm; logarithms of rates need none",
    ),
)
_LOG_TARGET = Keyword("log_target", "bool", "False", "whether the target has logarithms of probabilities, too")
_LOG_OF_RATE = "where(abs(x + eps - 1) < 0.5, log1p(maximum(x + (eps - 1), -0.75)), log(where(target == 0, 1, x + eps)))"
# What the reduced losses of errors say of their means and of float32.
_MEAN_OF_ERRORS = (
    "those of {0}; the mean of nothing is NaN; float32 has the promise wherever it has the result, for weights of any size and "
    "sums beyond its range, float64 where {0} has it"
)
_OVER_WEIGHTS = ", for weights no less than 2^-900 of the largest; a mean does not change with the unit of the weights"

ROWS = (
    Elementwise(
        name="logistic_loss",
        summary="logistic loss of a logit and a target from 0 to 1, the binary cross entropy of its sigmoid",
        parameters=(
            Parameter("target", None, "the probability that is aimed at, from 0 to 1: labels, mostly", 0.75),
            Parameter("weight", 1.0, "what the loss is multiplied by"),
            Parameter("pos_weight", 1.0, "what the part of the target is multiplied by, for classes that are rare"),
        ),
        formula=Formula(
            value="weight * ((1 - target) * log(1 + exp(x)) + pos_weight * target * log(1 + exp(-x)))",
            slope="weight * ((1 - target) / (1 + exp(-x)) - pos_weight * target / (1 + exp(x)))",
            stable_value="weight * ((1 - target + pos_weight * target) * log1p(exp(-abs(x))) + where(target == 1, 0, (1 - "
            "target) * maximum(x, 0)) + where(target == 0, 0, pos_weight * target * maximum(-x, 0)))",
            stable_slope="weight * ((1 - target) * exp(minimum(x, 0)) - pos_weight * target * exp(minimum(-x, 0))) / "
            "(1 + exp(-abs(x)))",
        ),
        facts=Facts(
            domain="all reals",
            range="[0, inf)",
            monotone=False,
            limits="f(-inf) = inf, or 0 for a target of 0; f(inf) = inf, or 0 for a target of 1; f'(-inf) = -weight pos_weight "
            "target, f'(inf) = weight (1 - target); with weights the promise holds where weight, weight pos_weight, and "
            "the shares weight (1 - target) and weight pos_weight target are 0 or normal numbers up to 2^90 (float64 "
            "2^900), for slopes in units of the larger share: beyond, products overflow or vanish, and what is below "
            "2^-245 (2^-2021) of the shares is 0",
            kinks="none",
            source="Cox, The regression analysis of binary sequences, 1958",
            used="objectives of gradient boosting, binary and multilabel outputs: see binary_cross_entropy_with_logits",
        ),
        promise=Promise(
            ulp={"f4": 3.0, "f8": 3.0},
            slope_ulp={"f4": 3.0, "f8": 3.0},
            slope_floor=2**-2,
            scanned=True,
        ),
        kernel=Kernel(cost={"f4": 1, "f8": 3.1}),
        peers=Peers(names="optax.sigmoid_binary_cross_entropy, xgboost binary:logistic, scikit-learn HalfBinomialLoss"),
    ),
    Elementwise(
        name="squared_error",
        aliases=("squared_difference",),
        summary="squared error of a prediction",
        parameters=_OF_ERROR,
        formula=Formula(
            value="weight * (x - target)**2",
            slope="2 * weight * (x - target)",
        ),
        facts=Facts(
            domain="all reals",
            range="[0, inf)",
            monotone=False,
            limits="f(-inf) = f(inf) = inf; f'(-inf) = -inf, f'(inf) = inf; the promise holds where x - target is finite and "
            "weight is 0 or a normal number",
            kinks="none",
            source="Legendre, Nouvelles methodes pour la determination des orbites des cometes, 1805",
            used="regression: see mse",
        ),
        promise=Promise(
            ulp={"f4": 3.5, "f8": 3.5},
            slope_ulp={"f4": 1.5, "f8": 1.5},
            scanned=True,
        ),
        kernel=Kernel(cost={"f4": 0.31, "f8": 0.47}),
        peers=Peers(
            names="optax.squared_error, tf.math.squared_difference, xgboost reg:squarederror",
        ),
    ),
    Elementwise(
        name="absolute_error",
        summary="absolute error of a prediction",
        parameters=_OF_ERROR,
        formula=Formula(
            value="weight * abs(x - target)",
            slope="weight * where(x > target, 1, where(x < target, -1, 0))",
        ),
        facts=Facts(
            domain="all reals",
            range="[0, inf)",
            monotone=False,
            limits="f(-inf) = f(inf) = inf, or 0 for a weight of 0; f'(-inf) = -weight, f'(inf) = weight; the promise holds "
            "where x - target is finite and weight is 0 or a normal number",
            kinks="f'(target) = 0, as in PyTorch",
            source="Boscovich, De litteraria expeditione per pontificiam ditionem, 1757",
            used="regression that outliers do not rule: see mae",
        ),
        promise=Promise(ulp={"f4": 1.5, "f8": 1.5}, slope_ulp={"f4": 0.0, "f8": 0.0}),
        kernel=Kernel(cost={"f4": 0.17, "f8": 0.27}),
        peers=Peers(names="xgboost reg:absoluteerror, scikit-learn AbsoluteError, lightgbm regression_l1"),
    ),
    Elementwise(
        name="huber_error",
        summary="Huber's error of a prediction: half its square up to delta, linear beyond",
        parameters=(*_OF_ERROR, _DELTA),
        formula=Formula(
            value="weight * where(abs(x - target) <= delta, (x - target)**2 / 2, delta * (abs(x - target) - delta / 2))",
            slope="weight * maximum(minimum(x - target, delta), -delta)",
        ),
        facts=Facts(
            domain="all reals",
            range="[0, inf)",
            monotone=False,
            limits="f(-inf) = f(inf) = inf, or 0 for a weight of 0; f'(-inf) = -weight delta, f'(inf) = weight delta; the "
            "promise holds where x - target is finite and weight, weight delta and weight (x - target) are 0 or normal numbers",
            kinks="none: at |x - target| = delta both sides have the slope delta, and f'' jumps",
            source="Huber, Robust estimation of a location parameter, 1964",
            used="regression that outliers do not rule, value functions of reinforcement learning: see huber",
        ),
        promise=Promise(ulp={"f4": 4.0, "f8": 4.0}, slope_ulp={"f4": 1.5, "f8": 1.5}),
        kernel=Kernel(cost={"f4": 0.27, "f8": 0.43}),
        peers=Peers(names="optax.huber_loss, huber(delta, x - target) of SciPy, scikit-learn HuberLoss"),
    ),
    Elementwise(
        name="smooth_l1_error",
        summary="smooth L1 error of a prediction: absolute_error less beta / 2, but a parabola up to beta",
        parameters=(*_OF_ERROR, _BETA),
        formula=Formula(
            value="weight * where(abs(x - target) < beta, (x - target)**2 / (2 * beta), abs(x - target) - beta / 2)",
            slope="weight * where(abs(x - target) < beta, (x - target) / beta, where(x > target, 1, where(x < target, -1, 0)))",
        ),
        facts=Facts(
            domain="all reals",
            range="[0, inf)",
            monotone=False,
            limits="f(-inf) = f(inf) = inf, or 0 for a weight of 0; f'(-inf) = -weight, f'(inf) = weight; the promise holds "
            "where x - target is finite and weight, weight / beta and weight (x - target) / beta are 0 or normal numbers",
            kinks="none: at |x - target| = beta both sides have the slope 1, and f'' jumps; for a beta of 0 f'(target) = 0, as "
            "in PyTorch",
            source="Girshick, Fast R-CNN, 2015",
            used="boxes of object detection: see smooth_l1",
        ),
        promise=Promise(ulp={"f4": 4.0, "f8": 4.0}, slope_ulp={"f4": 2.0, "f8": 2.0}),
        kernel=Kernel(cost={"f4": 0.35, "f8": 0.58}),
        peers=Peers(names="huber_error / beta for delta = beta, torchvision smooth_l1"),
    ),
    Elementwise(
        name="log_loss",
        summary="binary cross entropy of a probability and a target from 0 to 1",
        parameters=(_OF_LABEL, _WEIGHT),
        formula=Formula(
            value="-weight * (where(target == 0, 0, target * log(where(target == 0, 1, x))) + where(target == 1, 0, (1 - target) "
            "* log(1 - where(target == 1, 0, x))))",
            slope="weight * (where(target == 1, 0, where(x == 1, inf, (1 - target) / where(x == 1, 1, 1 - x))) - where(target == "
            "0, 0, where(x == 0, inf, target / where(x == 0, 1, x))))",
            stable_value="where((x >= 0) & (x <= 1), -weight * (where(target == 0, 0, target * log(x)) + where(target == 1, 0, "
            "(1 - target) * log1p(-x))), nan)",
            stable_slope="where((x >= 0) & (x <= 1), weight * where(target == 0, 1 / (1 - x), where(target == 1, -1 / abs(x), (x "
            "- target) / (abs(x) * (1 - x)))), nan)",
        ),
        facts=Facts(
            domain="[0, 1], NaN outside",
            range="[0, inf)",
            monotone=False,
            limits="f(0) = inf, or 0 for a target of 0; f(1) = inf, or 0 for a target of 1; f'(0) = -inf, or weight for a target "
            "of 0; f'(1) = inf, or -weight for a target of 1; the promise holds where weight, its shares weight target and "
            "weight (1 - target), and weight (x - target) are 0 or normal numbers",
            kinks="none",
            source="Good, Rational decisions, 1952",
            used="probabilities that no logits are known for: see binary_cross_entropy",
            support=(0, 1),
        ),
        promise=Promise(ulp={"f4": 3.5, "f8": 3.5}, slope_ulp={"f4": 3.5, "f8": 3.5}),
        kernel=Kernel(cost={"f4": 1.1, "f8": 3.0}),
        peers=Peers(names="scikit-learn log_loss, keras binary_crossentropy, which keep x from 0 and 1"),
    ),
    Elementwise(
        name="sigmoid_focal_loss",
        summary="focal loss of a logit and a label 0 or 1: logistic_loss, and less of it the surer the sigmoid is of the label",
        parameters=(
            Parameter("target", None, "the label, 0 or 1; what is above 0 counts as 1", 1.0),
            _WEIGHT,
            Parameter("alpha", 0.25, "what losses of the label 1 are multiplied by; those of 0 by 1 - alpha"),
            Parameter("gamma", 2.0, "the power of the other label's sigmoid that the loss is multiplied by, at least 0"),
        ),
        formula=Formula(
            value="weight * where(target > 0, alpha * log1p(exp(-x)) / (1 + exp(x))**gamma, (1 - alpha) * log1p(exp(x)) / (1 "
            "+ exp(-x))**gamma)",
            slope="weight * where(target > 0, -alpha / (1 + exp(x))**gamma * (1 / (1 + exp(x)) + gamma * log1p(exp(-x)) / (1 + "
            "exp(-x))), (1 - alpha) / (1 + exp(-x))**gamma * (1 / (1 + exp(-x)) + gamma * log1p(exp(x)) / (1 + exp(x))))",
            stable_value="weight * where(target > 0, alpha * (maximum(-x, 0) + log1p(exp(-abs(x)))) * exp(-gamma * (maximum(x, "
            "0) + log1p(exp(-abs(x))))), (1 - alpha) * (maximum(x, 0) + log1p(exp(-abs(x)))) * exp(-gamma * (maximum(-x, 0) + "
            "log1p(exp(-abs(x))))))",
            stable_slope="weight * where(target > 0, -alpha * exp(-gamma * (maximum(x, 0) + log1p(exp(-abs(x))))) * "
            "(exp(minimum(-x, 0)) + gamma * where(x == -inf, 0, exp(minimum(x, 0)) * minimum(maximum(-x, 0) + "
            "log1p(exp(-abs(x))), 1e300))), (1 - alpha) * exp(-gamma * (maximum(-x, 0) + log1p(exp(-abs(x))))) * "
            "(exp(minimum(x, 0)) + gamma * where(x == inf, 0, exp(minimum(-x, 0)) * minimum(maximum(x, 0) + log1p(exp(-abs(x))), "
            "1e300)))) / (1 + exp(-abs(x)))",
        ),
        facts=Facts(
            domain="all reals",
            range="[0, inf)",
            monotone=True,
            limits="for the label 1 f(-inf) = inf, f(inf) = 0, f'(-inf) = -weight alpha, f'(inf) = 0; for the label 0 those of "
            "-x, of (1 - alpha); the promise holds for a gamma up to 2, and is 4 + gamma ULP for one up to 8, where weight alpha "
            "and weight (1 - alpha) are 0 or normal numbers up to 2^90 (float64 2^900)",
            kinks="none",
            source="Lin et al., Focal loss for dense object detection, 2017",
            used="detection and other binary outputs whose labels are mostly one: see focal",
        ),
        promise=Promise(ulp={"f4": 6.0, "f8": 6.0}, slope_ulp={"f4": 6.0, "f8": 6.0}),
        kernel=Kernel(cost={"f4": 1.5, "f8": 3.8}),
        peers=Peers(
            names="torchvision.ops.sigmoid_focal_loss, whose alpha of -1 is weight = 2, alpha = 0.5 here; "
            "optax.sigmoid_focal_loss, whose alpha of None is that, too"
        ),
    ),
    Elementwise(
        name="hinge_loss",
        summary="hinge loss of a score and a label -1 or 1",
        parameters=(Parameter("target", None, "the label, -1 or 1", 1.0), _WEIGHT),
        formula=Formula(
            value="weight * maximum(0, 1 - target * x)",
            slope="where(target * x < 1, -weight * target, 0)",
        ),
        facts=Facts(
            domain="all reals",
            range="[0, inf)",
            monotone=True,
            limits="for the label 1 f(-inf) = inf, or 0 for a weight of 0, f(inf) = 0, f'(-inf) = -weight, f'(inf) = 0; for the "
            "label -1 those of -x; the promise holds where the value is finite and weight 0 or a normal number",
            kinks="f'(x) = 0 where target x = 1",
            source="Cortes and Vapnik, Support-vector networks, 1995",
            used="support vector machines: see hinge",
            flat="target x >= 1",
        ),
        promise=Promise(ulp={"f4": 1.5, "f8": 1.5}, slope_ulp={"f4": 0.0, "f8": 0.0}),
        kernel=Kernel(cost={"f4": 0.19, "f8": 0.3}),
        peers=Peers(names="optax.hinge_loss, scikit-learn hinge_loss, of one element"),
    ),
    Elementwise(
        name="relative_entropy",
        summary="relative entropy of a target beside a predicted probability, which is given by its logarithm",
        parameters=(Parameter("target", None, "the probability that is aimed at, at least 0", 1.0), _WEIGHT),
        formula=Formula(
            value="weight * where(target == 0, 0, target * (log(where(target == 0, 1, target)) - x))",
            slope="-weight * target",
        ),
        facts=Facts(
            domain="all reals",
            range="all reals",
            monotone=True,
            limits="f(-inf) = inf, f(inf) = -inf, or 0 for a target of 0 or a weight of 0; a target below 0 gives NaN; the "
            "promise holds where weight and weight target are 0 or normal numbers",
            kinks="none",
            source="Kullback and Leibler, On information and sufficiency, 1951",
            used="distillation, variational inference: see kl_div",
        ),
        promise=Promise(
            ulp={"f4": 3.0, "f8": 3.0},
            slope_ulp={"f4": 0.5, "f8": 0.5},
            terms={"y": "abs(weight) * where(target == 0, 0, target * (abs(log(where(target == 0, 1, target))) + abs(x)))"},
        ),
        kernel=Kernel(cost={"f4": 0.5, "f8": 1.5}),
        peers=Peers(names="SciPy's rel_entr, of two probabilities: rel_entr(target, exp(x))"),
    ),
    Elementwise(
        name="relative_entropy_of_logs",
        summary="relative entropy of a target beside a predicted probability, which are given by their logarithms",
        parameters=(Parameter("target", None, "the logarithm of the probability that is aimed at", 0.0), _WEIGHT),
        formula=Formula(
            value="weight * exp(target) * (target - x)",
            slope="-weight * exp(target)",
            stable_value="where(target == -inf, 0, weight * exp(target) * (where(target == -inf, 0, target) - x))",
        ),
        facts=Facts(
            domain="all reals",
            range="all reals",
            monotone=True,
            limits="f(-inf) = inf, f(inf) = -inf, or 0 for a target of -inf or a weight of 0; the promise holds for a weight "
            "of 0, or from 2^-100 to 2^90 (float64 2^-900 to 2^900), where its products with exp(target) and x - target are "
            "finite",
            kinks="none",
            source="Kullback and Leibler, On information and sufficiency, 1951",
            used="distillation, variational inference: see kl_div, with log_target=True",
        ),
        promise=Promise(ulp={"f4": 3.0, "f8": 3.0}, slope_ulp={"f4": 2.0, "f8": 2.0}),
        kernel=Kernel(cost={"f4": 0.4, "f8": 1.0}),
        peers=Peers(names="none; rel_entr(exp(target), exp(x)) of SciPy"),
    ),
    Elementwise(
        name="poisson_loss",
        summary="Poisson loss of the logarithm of a rate and a count: its negative log-likelihood, but for a term of the count",
        parameters=(_OF_COUNT, _WEIGHT, _FULL),
        formula=Formula(
            value=f"weight * (exp(x) - target * x + {_STIRLING})",
            slope="weight * (exp(x) - target)",
            stable_slope="weight * where(abs(x) < 0.5, expm1(x) - (target - 1), exp(x) - target)",
            stable_value=f"where(x == inf, inf, weight * (exp(x) - where(target == 0, 0, target * x) + {_STIRLING}))",
        ),
        facts=Facts(
            domain="all reals",
            range="all reals",
            monotone=False,
            limits="f(-inf) = inf, or 0 for a target of 0, f(inf) = inf; f'(-inf) = -weight target, f'(inf) = inf; all 0 for a "
            "weight of 0; the promise holds for a weight of 0, or from 2^-100 to 2^90 (float64 2^-900 to 2^900), where weight "
            "target is 0 or a normal number and its product with x is finite",
            kinks="none",
            source="Nelder and Wedderburn, Generalized linear models, 1972",
            used="regression of counts: see poisson_nll",
        ),
        promise=Promise(
            ulp={"f4": 3.0, "f8": 3.0},
            slope_ulp={"f4": 3.0, "f8": 3.0},
            terms={
                "y": f"abs(weight) * (exp(x) + abs(target * x) + {_OF_STIRLING})",
                "dydx": "abs(weight) * (exp(x) + abs(target))",
            },
        ),
        kernel=Kernel(cost={"f4": 0.8, "f8": 2.0}),
        peers=Peers(names="xgboost count:poisson, lightgbm poisson, scikit-learn HalfPoissonLoss"),
    ),
    Elementwise(
        name="poisson_loss_of_rate",
        summary="Poisson loss of a rate and a count: its negative log-likelihood, but for a term of the count",
        parameters=(_OF_COUNT, _WEIGHT, Parameter("eps", 1e-8, "what the rate is raised by in the logarithm, at least 0"), _FULL),
        formula=Formula(
            value=f"weight * (x - where(target == 0, 0, target * log(where(target == 0, 1, x + eps))) + {_STIRLING})",
            slope="weight * (1 - where(target == 0, 0, target / where(target == 0, 1, x + eps)))",
            stable_value=f"where(x == inf, inf, weight * (x - where(target == 0, 0, target * {_LOG_OF_RATE}) + {_STIRLING}))",
            stable_slope="where(x + eps >= 0, weight * where((target == 0) | (x == inf), 1, (x - target + eps) / (x + eps)), "
            "nan)",
        ),
        facts=Facts(
            domain="at least -eps, NaN below",
            range="all reals",
            monotone=False,
            limits="f(-eps) = inf, f'(-eps) = -inf, or a straight line for a target of 0; f(inf) = inf, f'(inf) = weight; all 0 "
            "for a weight of 0; the promise holds where weight, weight target and weight log(x + eps) are 0 or normal numbers",
            kinks="none",
            source="Nelder and Wedderburn, Generalized linear models, 1972",
            used="regression of counts by rates: see poisson_nll, with log_input=False",
            support=(0, math.inf),
        ),
        promise=Promise(
            ulp={"f4": 3.0, "f8": 3.0},
            slope_ulp={"f4": 3.0, "f8": 3.0},
            terms={"y": f"abs(weight) * (x + where(target == 0, 0, target * abs({_LOG_OF_RATE})) + {_OF_STIRLING})"},
        ),
        kernel=Kernel(cost={"f4": 1.0, "f8": 3.0}),
        peers=Peers(
            names="keras poisson, of eps = 1e-7; scikit-learn's half of the mean_poisson_deviance, but for a term of the target"
        ),
    ),
    Loss(
        name="cross_entropy",
        summary="cross entropy between the softmax of logits and a target",
        inputs=(
            Parameter("logits", None, "before the softmax"),
            Parameter(
                "target",
                None,
                "class indices (integers, of the logits' shape without the classes) or probabilities (of their shape)",
            ),
        ),
        outputs=("loss",),
        keywords=OF_CLASSES,
        backward_keywords=(*OF_CLASSES, GRADIENT),
        formula=Formula(
            value="logsumexp(logits) - logits[target]",
            gradients=("softmax(logits) - one_hot(target)",),
        ),
        facts=Facts(
            domain="all reals",
            range="[0, inf), for probabilities with the sum 1",
            monotone=False,
            limits="a row with NaN or +inf in it is NaN, a row of -inf alone too; a target of -inf among finite logits gives "
            "inf; the mean of no targets is NaN, its gradient 0, and a mean does not change with the unit of the weights. "
            "Weights and z_loss of any size are right beside float32, beside float64 those up to 2^200 (in a mean, times "
            "the largest weight of a target); differences of logits are to be finite, and the products of probabilities "
            "and weights, and in float64 a mean's parts, 0 or normal numbers",
            kinks="none",
            source="Good, Rational decisions, 1952; Bridle, Training stochastic model recognition algorithms as networks, 1989; "
            "label smoothing Szegedy et al., 2016; z_loss Chowdhery et al., PaLM, 2022",
            used="classifiers and language models",
        ),
        promise=Promise(ulp={"f4": 2.0, "f8": 3.0}, slope_ulp={"f4": 2.0, "f8": 3.0}),
        kernel=Kernel(cost={"f4": 0.6, "f8": 1.2}),
        peers=Peers(
            names="torch.nn.functional.cross_entropy, onnx SoftmaxCrossEntropyLoss, "
            "optax.softmax_cross_entropy_with_integer_labels, keras CategoricalCrossentropy",
            operator="SoftmaxCrossEntropyLoss",
            defaults={
                "torch.nn.functional.cross_entropy": "cross_entropy(logits, target, axis=1)",
                "onnx.SoftmaxCrossEntropyLoss": "cross_entropy(logits, target, axis=1)",
            },
        ),
    ),
    TakenLoss(
        name="nll",
        aliases=("nll_loss",),
        summary="negative log-likelihood of classes: minus the logarithm of the probability of each row's target",
        inputs=(
            Parameter("log_probs", None, "logarithms of probabilities, such as log_softmax gives"),
            Parameter("target", None, "class indices (integers), of the shape of log_probs without the classes"),
        ),
        outputs=("loss",),
        keywords=OF_TAKEN,
        backward_keywords=(*OF_TAKEN, GRADIENT),
        formula=Formula(value="-log_probs[target]", gradients=("-one_hot(target)",)),
        facts=Facts(
            domain="all reals",
            range="[0, inf), for logarithms of probabilities",
            monotone=True,
            limits="a target of -inf gives inf, one of NaN gives NaN, and what else stands in a row does not matter; a target "
            "whose weight is 0 gives 0 beside an infinite number, too, where PyTorch gives NaN; the mean of no targets is NaN, "
            "its gradient 0, and a mean does not change with the unit of the weights. The promise of a sum holds for numbers of "
            "one sign; weights of any size are right beside float32, beside float64 those up to 2^200, and in float64 a mean's "
            "parts are to be 0 or normal numbers",
            kinks="none",
            source="Fisher, On the mathematical foundations of theoretical statistics, 1922",
            used="classifiers whose probabilities come as logarithms: mixtures, structured outputs, log_softmax that is needed "
            "itself; cross_entropy(logits, target) is this of log_softmax(logits), in one pass",
        ),
        promise=Promise(ulp={"f4": 2.0, "f8": 3.0}, slope_ulp={"f4": 2.0, "f8": 2.0}),
        kernel=Kernel(cost={"f4": 0.1, "f8": 0.1}),
        peers=Peers(
            names="torch.nn.functional.nll_loss, onnx NegativeLogLikelihoodLoss, scikit-learn log_loss of rows of probabilities",
            operator="NegativeLogLikelihoodLoss",
            defaults={
                "torch.nn.functional.nll_loss": "nll(log_probs, target, axis=1)",
                "onnx.NegativeLogLikelihoodLoss": "nll(log_probs, target, axis=1)",
            },
        ),
    ),
    LinearLoss(
        name="linear_cross_entropy",
        summary="cross entropy of a linear layer, the last one of a classifier or a language model and its loss in one, of "
        "which the logits are never in memory but for a block of rows",
        inputs=(
            Parameter("x", None, "what the layer is given"),
            Parameter("weight", None, "of the layer, of shape (classes, features)"),
            Parameter("target", None, "class indices (integers), of the shape of x without the features"),
        ),
        outputs=("loss",),
        keywords=OF_LINEAR,
        backward_keywords=(*OF_LINEAR, GRADIENTS),
        formula=Formula(
            value="cross_entropy(logits, target), where logits = x @ weight.T + bias",
            gradients=(
                "dlogits @ weight, where dlogits = softmax(logits) - one_hot(target)",
                "dlogits.T @ x",
                "dlogits.sum(axis=0)",
            ),
        ),
        facts=Facts(
            domain="all reals",
            range="[0, inf)",
            monotone=False,
            limits="those of cross_entropy, of logits that NumPy's matrix product gives; a row whose target is ignored is not "
            "read, so that NaN in it does not show; a bias of -inf leaves a class out; the mean of no targets is NaN, its "
            "gradients 0",
            kinks="none",
            source="Wijmans et al., Cut your losses in large-vocabulary language models, 2024; soft_cap Gemma Team, Gemma 2, "
            "2024",
            used="the last layer of classifiers with many classes and of language models",
        ),
        promise=Promise(ulp={"f4": 4.0, "f8": 4.0}, slope_ulp={"f4": 4.0, "f8": 4.0}),
        kernel=Kernel(cost={"f4": 0.6, "f8": 1.2}),
        peers=Peers(
            names="torch.nn.functional.linear_cross_entropy, liger_kernel LigerFusedLinearCrossEntropyLoss, "
            "cut_cross_entropy.linear_cross_entropy"
        ),
    ),
    Loss(
        name="binary_cross_entropy_with_logits",
        summary="binary cross entropy between the sigmoid of logits and targets, each element a question of its own",
        inputs=(
            Parameter("logits", None, "before the sigmoid"),
            Parameter("target", None, "labels 0 and 1, or probabilities, of the logits' shape"),
        ),
        outputs=("loss",),
        element="logistic_loss",
        targets=(0, 1),
        keywords=(*OF_LABELS, OF_ELEMENTS),
        backward_keywords=(*OF_LABELS, OF_ELEMENTS, GRADIENT),
        formula=Formula(
            value="(1 - target) * log(1 + exp(logits)) + pos_weight * target * log(1 + exp(-logits))",
            gradients=("(1 - target) * sigmoid(logits) - pos_weight * target * sigmoid(-logits)",),
        ),
        facts=Facts(
            domain="all reals",
            range="[0, inf)",
            monotone=False,
            limits="those of logistic_loss; the mean of nothing is NaN; float32 has the promise wherever it has the result, for "
            "weights of any size and sums beyond its range, float64 where logistic_loss has it",
            kinks="none",
            source="Cox, The regression analysis of binary sequences, 1958",
            used="binary and multilabel outputs",
        ),
        promise=Promise(ulp={"f4": 4.0, "f8": 4.0}, slope_ulp={"f4": 4.0, "f8": 4.0}),
        kernel=Kernel(cost={"f4": 0.7, "f8": 1.5}),
        peers=Peers(
            names="torch.nn.functional.binary_cross_entropy_with_logits, optax.sigmoid_binary_cross_entropy, keras "
            "BinaryCrossentropy"
        ),
    ),
    Loss(
        name="mse",
        aliases=("mse_loss",),
        summary="mean of squared errors",
        inputs=_PREDICTION,
        outputs=("loss",),
        element="squared_error",
        of_errors=True,
        over_weights=True,
        keywords=(MEAN_WEIGHT, OF_ELEMENTS),
        backward_keywords=(MEAN_WEIGHT, OF_ELEMENTS, GRADIENT),
        formula=Formula(
            value="(prediction - target)**2",
            gradients=("2 * (prediction - target)",),
        ),
        facts=Facts(
            domain="all reals",
            range="[0, inf)",
            monotone=False,
            limits=_MEAN_OF_ERRORS.format("squared_error") + _OVER_WEIGHTS,
            kinks="none",
            source="Legendre, Nouvelles methodes pour la determination des orbites des cometes, 1805",
            used="regression",
        ),
        promise=Promise(ulp={"f4": 4.0, "f8": 4.5}, slope_ulp={"f4": 3.0, "f8": 4.0}),
        kernel=Kernel(cost={"f4": 0.15, "f8": 0.3}),
        peers=Peers(
            names="torch.nn.functional.mse_loss, optax.squared_error, keras MeanSquaredError",
        ),
    ),
    Loss(
        name="mae",
        aliases=("l1_loss",),
        summary="mean of absolute errors",
        inputs=_PREDICTION,
        outputs=("loss",),
        element="absolute_error",
        of_errors=True,
        over_weights=True,
        keywords=(MEAN_WEIGHT, OF_ELEMENTS),
        backward_keywords=(MEAN_WEIGHT, OF_ELEMENTS, GRADIENT),
        formula=Formula(
            value="abs(prediction - target)",
            gradients=("where(prediction > target, 1, where(prediction < target, -1, 0))",),
        ),
        facts=Facts(
            domain="all reals",
            range="[0, inf)",
            monotone=False,
            limits=_MEAN_OF_ERRORS.format("absolute_error") + _OVER_WEIGHTS,
            kinks="0 where the prediction is the target, as in PyTorch",
            source="Boscovich, De litteraria expeditione per pontificiam ditionem, 1757",
            used="regression that outliers do not rule",
        ),
        promise=Promise(ulp={"f4": 2.5, "f8": 3.5}, slope_ulp={"f4": 2.0, "f8": 2.0}),
        kernel=Kernel(cost={"f4": 0.15, "f8": 0.3}),
        peers=Peers(names="torch.nn.functional.l1_loss, keras MeanAbsoluteError"),
    ),
    Loss(
        name="huber",
        aliases=("huber_loss",),
        summary="mean of Huber's errors: half the square up to delta, linear beyond",
        inputs=_PREDICTION,
        outputs=("loss",),
        element="huber_error",
        of_errors=True,
        keywords=(WEIGHT, _OF_DELTA, OF_ELEMENTS),
        backward_keywords=(WEIGHT, _OF_DELTA, OF_ELEMENTS, GRADIENT),
        formula=Formula(
            value="where(abs(prediction - target) <= delta, (prediction - target)**2 / 2, "
            "delta * (abs(prediction - target) - delta / 2))",
            gradients=("maximum(minimum(prediction - target, delta), -delta)",),
        ),
        facts=Facts(
            domain="all reals",
            range="[0, inf)",
            monotone=False,
            limits=_MEAN_OF_ERRORS.format("huber_error"),
            kinks="none: at an error of delta both sides have the slope delta",
            source="Huber, Robust estimation of a location parameter, 1964",
            used="regression that outliers do not rule, value functions of reinforcement learning",
        ),
        promise=Promise(ulp={"f4": 4.5, "f8": 5.0}, slope_ulp={"f4": 3.0, "f8": 3.0}),
        kernel=Kernel(cost={"f4": 0.2, "f8": 0.4}),
        peers=Peers(
            names="torch.nn.functional.huber_loss, optax.huber_loss, keras Huber",
            namesakes={"keras.losses.huber": "which takes the target first, and whose mean is over the last axis alone"},
        ),
    ),
    Loss(
        name="smooth_l1",
        aliases=("smooth_l1_loss",),
        summary="mean of smooth L1 errors: absolute errors less beta / 2, but a parabola up to beta",
        inputs=_PREDICTION,
        outputs=("loss",),
        element="smooth_l1_error",
        of_errors=True,
        keywords=(WEIGHT, _OF_BETA, OF_ELEMENTS),
        backward_keywords=(WEIGHT, _OF_BETA, OF_ELEMENTS, GRADIENT),
        formula=Formula(
            value="where(abs(prediction - target) < beta, (prediction - target)**2 / (2 * beta), "
            "abs(prediction - target) - beta / 2)",
            gradients=(
                "where(abs(prediction - target) < beta, (prediction - target) / beta, "
                "where(prediction > target, 1, where(prediction < target, -1, 0)))",
            ),
        ),
        facts=Facts(
            domain="all reals",
            range="[0, inf)",
            monotone=False,
            limits=_MEAN_OF_ERRORS.format("smooth_l1_error"),
            kinks="none: at an error of beta both sides have the slope 1; for a beta of 0 those of mae",
            source="Girshick, Fast R-CNN, 2015",
            used="boxes of object detection",
        ),
        promise=Promise(ulp={"f4": 4.5, "f8": 5.0}, slope_ulp={"f4": 3.0, "f8": 3.0}),
        kernel=Kernel(cost={"f4": 0.3, "f8": 0.6}),
        peers=Peers(names="torch.nn.functional.smooth_l1_loss, which takes no weight; huber / beta for delta = beta"),
    ),
    Loss(
        name="binary_cross_entropy",
        summary="binary cross entropy between probabilities and targets, each element a question of its own",
        inputs=(
            Parameter("prediction", None, "probabilities, from 0 to 1: where their logits are known the loss of these is exact"),
            Parameter("target", None, "labels 0 and 1, or probabilities, of the prediction's shape"),
        ),
        outputs=("loss",),
        element="log_loss",
        targets=(0, 1),
        keywords=(WEIGHT, OF_ELEMENTS),
        backward_keywords=(WEIGHT, OF_ELEMENTS, GRADIENT),
        formula=Formula(
            value="-target * log(prediction) - (1 - target) * log(1 - prediction)",
            gradients=("(prediction - target) / (prediction * (1 - prediction))",),
        ),
        facts=Facts(
            domain="[0, 1]; a prediction outside, or NaN, is a ValueError, as in PyTorch",
            range="[0, inf)",
            monotone=False,
            limits=_MEAN_OF_ERRORS.format("log_loss")
            + "; a probability of 0 for a label 1, or of 1 for a 0, has an infinite loss and "
            "gradient, where PyTorch gives 100 and 1e12, since it cuts logarithms off at -100 and products at 1e-12",
            kinks="none",
            source="Good, Rational decisions, 1952",
            used="probabilities that no logits are known for",
            support=(0, 1),
        ),
        promise=Promise(ulp={"f4": 4.5, "f8": 4.5}, slope_ulp={"f4": 5.0, "f8": 5.0}),
        kernel=Kernel(cost={"f4": 0.8, "f8": 2.0}),
        peers=Peers(names="torch.nn.functional.binary_cross_entropy, keras BinaryCrossentropy"),
    ),
    Loss(
        name="focal",
        summary="mean of focal losses of logits and labels: logistic losses, less of them the surer the sigmoids are of the "
        "labels",
        inputs=(
            Parameter("logits", None, "before the sigmoid"),
            Parameter("target", None, "labels 0 and 1, of the logits' shape"),
        ),
        outputs=("loss",),
        element="sigmoid_focal_loss",
        targets=(0, 1),
        labels=True,
        keywords=(WEIGHT, *_OF_FOCUS, OF_ELEMENTS),
        backward_keywords=(WEIGHT, *_OF_FOCUS, OF_ELEMENTS, GRADIENT),
        formula=Formula(
            value="where(target > 0, alpha * log1p(exp(-logits)) / (1 + exp(logits))**gamma, (1 - alpha) * log1p(exp(logits)) / "
            "(1 + exp(-logits))**gamma)",
            gradients=(
                "where(target > 0, -alpha / (1 + exp(logits))**gamma * (1 / (1 + exp(logits)) + gamma * log1p(exp(-logits)) / (1 "
                "+ exp(-logits))), (1 - alpha) / (1 + exp(-logits))**gamma * (1 / (1 + exp(-logits)) + gamma * "
                "log1p(exp(logits)) / (1 + exp(logits))))",
            ),
        ),
        facts=Facts(
            domain="all reals",
            range="[0, inf)",
            monotone=False,
            limits=_MEAN_OF_ERRORS.format("sigmoid_focal_loss") + "; the promise is for a gamma up to 2, and grows by gamma - 2 "
            "ULP beyond",
            kinks="none",
            source="Lin et al., Focal loss for dense object detection, 2017",
            used="detection and other binary outputs whose labels are mostly one",
        ),
        promise=Promise(ulp={"f4": 7.0, "f8": 7.0}, slope_ulp={"f4": 7.0, "f8": 7.0}),
        kernel=Kernel(cost={"f4": 2.0, "f8": 5.0}),
        peers=Peers(
            names="torchvision.ops.sigmoid_focal_loss, whose reduction is 'none' unless told otherwise, and whose alpha of -1 is "
            "weight = 2, alpha = 0.5 here; keras BinaryFocalCrossentropy"
        ),
    ),
    Loss(
        name="hinge",
        summary="mean of hinge losses of scores and labels -1 and 1",
        inputs=(
            Parameter("prediction", None, "scores, of a linear output layer, mostly"),
            Parameter("target", None, "labels -1 and 1, of the prediction's shape; 2 * labels - 1 makes them of 0 and 1"),
        ),
        outputs=("loss",),
        element="hinge_loss",
        targets=(-1, 1),
        labels=True,
        keywords=(WEIGHT, OF_ELEMENTS),
        backward_keywords=(WEIGHT, OF_ELEMENTS, GRADIENT),
        formula=Formula(
            value="maximum(0, 1 - target * prediction)",
            gradients=("where(target * prediction < 1, -target, 0)",),
        ),
        facts=Facts(
            domain="all reals",
            range="[0, inf)",
            monotone=False,
            limits=_MEAN_OF_ERRORS.format("hinge_loss"),
            kinks="0 where target times prediction is 1",
            source="Cortes and Vapnik, Support-vector networks, 1995",
            used="support vector machines; torch.nn.functional.hinge_embedding_loss, of distances, is another",
        ),
        promise=Promise(ulp={"f4": 2.5, "f8": 3.5}, slope_ulp={"f4": 2.0, "f8": 2.0}),
        kernel=Kernel(cost={"f4": 0.15, "f8": 0.3}),
        peers=Peers(
            names="optax.hinge_loss, keras Hinge, which takes labels 0 and 1, too",
            namesakes={"keras.losses.hinge": "which takes the target first, and whose mean is over the last axis alone"},
        ),
    ),
    Loss(
        name="kl_div",
        summary="mean of the terms of the Kullback-Leibler divergence of targets from predicted probabilities",
        inputs=(
            Parameter("prediction", None, "logarithms of probabilities, such as log_softmax gives"),
            Parameter("target", None, "probabilities, or their logarithms with log_target, of the prediction's shape"),
        ),
        outputs=("loss",),
        element="relative_entropy",
        other=Other("log_target", "relative_entropy_of_logs", (-math.inf, math.inf)),
        targets=(0, math.inf),
        signed=True,
        of_batches=True,
        keywords=(WEIGHT, _LOG_TARGET, OF_BATCHES),
        backward_keywords=(WEIGHT, _LOG_TARGET, OF_BATCHES, GRADIENT),
        formula=Formula(
            value="where(target == 0, 0, target * (log(where(target == 0, 1, target)) - prediction))",
            gradients=("-target",),
        ),
        facts=Facts(
            domain="all reals",
            range="all reals; at least 0 for rows of probabilities with the sum 1",
            monotone=True,
            limits=_MEAN_OF_ERRORS.format("relative_entropy")
            + "; a target of 0 counts nothing beside any prediction but NaN, an "
            "infinite one too, where PyTorch gives NaN",
            kinks="none",
            source="Kullback and Leibler, On information and sufficiency, 1951",
            used="distillation, variational inference; the divergence itself is the sum over the classes, of which 'batchmean' "
            "gives the mean over rows, and 'mean' does not",
        ),
        promise=Promise(ulp={"f4": 4.0, "f8": 4.5}, slope_ulp={"f4": 3.0, "f8": 3.0}),
        kernel=Kernel(cost={"f4": 0.5, "f8": 1.5}),
        peers=Peers(
            names="torch.nn.functional.kl_div, optax.kl_divergence and keras KLDivergence, sums over the last axis, of which the "
            "first takes logarithms and the second probabilities; kl_div(target, exp(prediction)) of SciPy is this + "
            "exp(prediction) - target"
        ),
    ),
    Loss(
        name="poisson_nll",
        aliases=("poisson_nll_loss",),
        summary="mean of Poisson losses of rates, or of their logarithms, and counts",
        inputs=(
            Parameter("prediction", None, "logarithms of rates, or rates with log_input=False"),
            Parameter("target", None, "counts, at least 0, of the prediction's shape"),
        ),
        outputs=("loss",),
        element="poisson_loss",
        other=Other("log_input", "poisson_loss_of_rate", (0, math.inf)),
        targets=(0, math.inf),
        signed=True,
        keywords=(WEIGHT, *_OF_COUNTS, OF_ELEMENTS),
        backward_keywords=(WEIGHT, *_OF_COUNTS, OF_ELEMENTS, GRADIENT),
        formula=Formula(
            value="exp(prediction) - target * prediction",
            gradients=("exp(prediction) - target",),
        ),
        facts=Facts(
            domain="all reals; a rate below -eps gives NaN",
            range="all reals",
            monotone=False,
            limits=_MEAN_OF_ERRORS.format("poisson_loss"),
            kinks="none",
            source="Nelder and Wedderburn, Generalized linear models, 1972",
            used="regression of counts",
        ),
        promise=Promise(ulp={"f4": 4.0, "f8": 4.5}, slope_ulp={"f4": 4.0, "f8": 4.0}),
        kernel=Kernel(cost={"f4": 0.8, "f8": 2.0}),
        peers=Peers(names="torch.nn.functional.poisson_nll_loss, which takes no weight; keras Poisson, of rates"),
    ),
)
