"""Products with a gate, and activations of x + bias."""

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
) -> Activation:
    """inner(gate) * up: a gated linear unit after its two linear maps. `flat` is where inner(gate) and its slope are 0."""
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
        formula=Formula(
            value=f"{inner}(gate) * up",
            slope=f"grad_{inner}(gate) * up",
            other_slopes=(f"{inner}(gate)",),
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
            source="Shazeer, GLU variants improve Transformer, 2020",
            used=used,
        ),
        promise=Promise(
            ulp=ulp,
            slope_ulp=slope_ulp,
            slope_floor=floor,
            # Further out, inner(gate) is subnormal and has few bits, which a large up would bring back.
            up_to=dict(zip(("f4", "f8"), furthest)),
        ),
        kernel=Kernel(
            cost={"f4": row.kernel.cost["f4"] + 0.1, "f8": row.kernel.cost["f8"] + 0.2},
            value_alone=row.kernel.value_alone,
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
_BIASED = tuple(_biased(inner) for inner in ("relu", "gelu", "silu", "sigmoid", "tanh"))

ROWS = _GATED + _BIASED
