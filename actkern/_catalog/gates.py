"""Products with a gate, and activations of x + bias."""

from dataclasses import replace

from . import logistic, normal, piecewise, self_gated
from .kinds import Elementwise
from .operands import Parameter
from .row import Activation, Facts, Formula, Kernel, Peers, Promise

_INNER: dict[str, Activation] = {row.name: row for family in (piecewise, logistic, self_gated, normal) for row in family.ROWS}


def _gated(
    name: str,
    inner: str,
    peers: Peers,
    used: str,
    furthest: tuple[float, float] = (80.0, 690.0),
    ulp: dict[str, float] | None = None,
    slope_ulp: dict[str, float] | None = None,
    flat: str = "",
    text: str = "",
    parameters: tuple[Parameter, ...] = (),
    parameter_range: str = "",
    outside: str = "",
) -> Activation:
    """inner(gate) * up: a gated linear unit after its two linear maps. `flat` is where inner(gate) and its slope are 0.

    `text` is what inner(gate) is called in formulas, where that has parameters.
    """
    text = text or f"{inner}(gate)"
    row = _INNER[inner]
    factor = row.promise
    floor = factor.slope_floor
    beside_zero = f", and for a slope beside its zero in units of max(|slope|, {floor:g} |up|)" if floor else ""
    # A product's units may be half as large, beside it, as those of its factor: without figures of its own, a bound.
    ulp = ulp or {dtype: 2 * promise + 0.5 for dtype, promise in factor.ulp.items()}
    slope_ulp = slope_ulp or {dtype: 2 * max(promise, factor.ulp[dtype]) + 0.5 for dtype, promise in factor.slope_ulp.items()}
    return Elementwise(
        name=name,
        summary=f"gated linear unit with {inner} as its gate",
        inputs=(
            Parameter("gate", None, f"what goes through {inner}"),
            Parameter("up", None, "what is multiplied by it"),
        ),
        parameters=parameters,
        formula=Formula(
            value=f"{text} * up",
            slope=f"grad_{text} * up",
            other_slopes=(text,),
        ),
        facts=Facts(
            domain="all reals",
            range="all reals",
            monotone=False,
            limits=f"those of {inner}, times up; an infinity times 0 is NaN. The promise is for normal {inner}(gate)"
            + beside_zero,
            kinks=row.facts.kinks,
            flat=flat and f"{flat} and finite up",
            other_flats=(flat,),
            outside=outside,
            source="Shazeer, GLU variants improve Transformer, 2020",
            used=used,
        ),
        promise=Promise(
            ulp=ulp,
            slope_ulp=slope_ulp,
            slope_floor=floor,
            # Further out, inner(gate) is subnormal and has few bits, which a large up would bring back.
            up_to=dict(zip(("f4", "f8"), furthest)),
            parameter_range=parameter_range,
        ),
        kernel=Kernel(
            cost={"f4": row.kernel.cost["f4"] + 0.1, "f8": row.kernel.cost["f8"] + 0.2},
            value_alone=row.kernel.value_alone,
            defaults_apart=bool(parameters),
            in_turn=True,
        ),
        peers=peers,
    )


def _biased(inner: str) -> Activation:
    """inner(x + bias) in one pass."""
    row = _INNER[inner]
    return Elementwise(
        name=f"bias_{inner}",
        summary=f"{row.summary}, of x + bias",
        parameters=(
            Parameter(
                "bias", None, "what is added first, such as one number per channel; its gradient is dx, summed", -0.0
            ),  # changes no x, not a zero's sign
        ),
        formula=Formula(value=f"{inner}(x + bias)", slope=f"grad_{inner}(x + bias)"),
        facts=row.facts._replace(
            domain=f"{row.facts.domain}, for x + bias",
            limits=f"{row.facts.limits}; the sum x + bias is rounded once",
            flat=row.facts.flat.replace("x", "x + bias"),
            used="after a matrix product or a convolution, in place of two passes over memory",
        ),
        promise=row.promise._replace(scanned=False),
        kernel=row.kernel._replace(staged=False),
        peers=Peers(names=f"{row.peers.names.split(',')[0]} of x + bias; fused in oneDNN and cuDNN"),
    )


def _cut(
    name: str,
    summary: str,
    gate: str,
    slope: str,
    beyond: str,
    factor: str,
    parameters: tuple[Parameter, ...],
    parameter_range: str,
    peers: Peers,
    source: str,
    used: str,
    outside: str = "",
) -> Activation:
    """A swiglu whose factors are cut at a limit: the slope by gate is 0 where `beyond`, and that by up beyond the limit."""
    return Elementwise(
        name=name,
        summary=summary,
        inputs=(
            Parameter("gate", None, "what goes through the sigmoid linear unit"),
            Parameter("up", None, "what is multiplied by it"),
        ),
        parameters=parameters,
        formula=Formula(
            value=f"{gate} * {factor}",
            slope=f"where({beyond}, 0, {slope}) * {factor}",
            other_slopes=(f"where(abs(up) > limit, 0, {gate})",),
        ),
        facts=Facts(
            domain="all reals",
            range="all reals",
            monotone=False,
            limits="those of its two factors. The promise is for a normal factor of the gate, and for a slope beside its zero in "
            f"units of max(|slope|, {2**-6:g} times the factor of up)",
            kinks=f"on a limit, slopes are those inside, as of torch.clamp; beyond it ({beyond}, |up| > limit) they are 0",
            flat=beyond,
            other_flats=("|up| > limit",),
            source=source,
            used=used,
            outside=outside,
        ),
        promise=Promise(
            ulp={"f4": 3.5, "f8": 3.5},
            slope_ulp={"f4": 4.5, "f8": 3.5},
            slope_floor=2**-6,
            up_to={"f4": 80.0, "f8": 690.0},
            parameter_range=parameter_range,
        ),
        kernel=Kernel(cost={"f4": 0.4, "f8": 1.1}, in_turn=True),
        peers=peers,
    )


_ALPHA = Parameter("alpha", 1.702, "steepness of the sigmoid")
_LIMIT = Parameter("limit", 10.0, "what gate is cut at above, and up at both ends; not below 0")
# Where sigmoid(alpha gate) gate is normal, and so is what it is made of.
_STEEP = "(alpha >= 0.5) & (alpha <= 100)"
_NORMAL = "(alpha * gate >= -80) & ((abs(gate) >= 2**-100) | (gate == 0))"
_OUTSIDE = (
    "below 0.5 results that lie beyond alpha gate = -110 (float32), -752.5 (float64) are 0; a negative alpha gives "
    "-f(-gate, up, -alpha)"
)

_GATED = (
    _gated(
        "bilinear",
        "identity",
        Peers(
            names="torch.nn.Bilinear has the map with it",
            namesakes={"torch.nn.functional.bilinear": "x1 A x2 + b, a layer"},
        ),
        "feed-forward blocks of Transformers",
        ulp={"f4": 0.5, "f8": 0.5},
        slope_ulp={"f4": 0.5, "f8": 0.5},
    ),
    _gated(
        "reglu",
        "relu",
        Peers(names="x_transformers ReGLU"),
        "feed-forward blocks of Transformers",
        ulp={"f4": 0.5, "f8": 0.5},
        slope_ulp={"f4": 0.5, "f8": 0.5},
        flat="gate <= 0",
    ),
    _gated(
        "geglu",
        "gelu",
        Peers(names="Hugging Face GEGLU of diffusers, x_transformers"),
        "T5 v1.1 (with gelu_tanh), Stable Diffusion",
        (12.5, 37.0),
    ),
    _gated(
        "swiglu",
        "silu",
        Peers(names="onnx SwiGLU, Hugging Face LlamaMLP before its last map, xformers SwiGLU", operator="SwiGLU"),
        "Llama, Mistral, PaLM",
        ulp={"f4": 3.0, "f8": 3.0},
        slope_ulp={"f4": 4.0, "f8": 3.0},
        text="swish(gate, beta=alpha)",
        parameters=(replace(_ALPHA, default=1.0),),
        parameter_range=f"{_STEEP} & {_NORMAL}",
        outside=_OUTSIDE,
    ),
    _gated(
        "sigmoid_glu",
        "sigmoid",
        Peers(names="torch.nn.functional.glu, of one array: see glu"),
        "gated convolutional language models",
        ulp={"f4": 4.0, "f8": 4.0},
        slope_ulp={"f4": 2.5, "f8": 2.5},
    ),
)
_CUT = (
    _cut(
        "clipped_swiglu",
        "gated linear unit with silu as its gate, whose inputs are cut at a limit",
        "silu(minimum(gate, limit))",
        "grad_silu(gate)",
        "gate > limit",
        "minimum(maximum(up, -limit), limit)",
        (_LIMIT,),
        "(limit >= 0) & (gate >= -80) & ((abs(minimum(gate, limit)) >= 2**-100) | (gate == 0))",
        Peers(names="Hugging Face DeepSeek-V4, GLM-5-next, HY-V4 (clamped SwiGLU)"),
        "DeepSeek-AI, DeepSeek-V4, 2026",
        "experts of DeepSeek-V4 and of models like it",
    ),
    _cut(
        "swiglu_oai",
        "gated linear unit of gpt-oss: a steeper silu as its gate, inputs cut at a limit, and 1 added to up",
        "swish(minimum(gate, limit), beta=alpha)",
        "grad_swish(gate, beta=alpha)",
        "gate > limit",
        "(minimum(maximum(up, -limit), limit) + 1)",
        (_ALPHA, replace(_LIMIT, default=7.0)),
        f"(limit >= 0) & {_STEEP} & {_NORMAL} & ((abs(minimum(gate, limit)) >= 2**-100) | (gate == 0))",
        Peers(names="Hugging Face GptOssExperts and MiniMax-M3, vLLM swigluoai"),
        "OpenAI, gpt-oss-120b and gpt-oss-20b model card, 2025",
        "experts of gpt-oss and MiniMax-M3, which keep gate and up in turn: swiglu_oai(h[..., ::2], h[..., 1::2])",
        _OUTSIDE,
    ),
    _cut(
        "swiglu_step",
        "gated linear unit with silu as its gate, whose factors are cut at a limit",
        "minimum(silu(gate), limit)",
        "grad_silu(gate)",
        "silu(gate) > limit",
        "minimum(maximum(up, -limit), limit)",
        (Parameter("limit", None, "what silu(gate) is cut at above, and up at both ends; not below 0", typical=7.0),),
        "(limit >= 0) & (gate >= -80) & ((abs(gate) >= 2**-100) | (gate == 0))",
        Peers(names="Hugging Face Step-3.7"),
        "StepFun, Step-3.7, 2026",
        "experts of Step-3.7",
    ),
)
_BIASED = tuple(_biased(inner) for inner in ("relu", "gelu", "silu", "sigmoid", "tanh"))

ROWS = _GATED + _CUT + _BIASED
