"""The cells of recurrent networks."""

from .kinds import Cell
from .operands import Parameter
from .row import Facts, Formula, Kernel, Peers, Promise

ROWS = (
    Cell(
        name="lstm_cell",
        summary="pointwise part of a step of a long short-term memory",
        inputs=(
            Parameter("i", None, "the input gate before its sigmoid"),
            Parameter("f", None, "the forget gate before its sigmoid"),
            Parameter("g", None, "the candidate before its tanh"),
            Parameter("o", None, "the output gate before its sigmoid"),
            Parameter("c", None, "the state of the cell before the step"),
        ),
        outputs=("h", "c_new"),
        formula=Formula(
            value="sigmoid(o) * tanh(sigmoid(f) * c + sigmoid(i) * tanh(g))",
            other_values=("sigmoid(f) * c + sigmoid(i) * tanh(g)",),
            gradients=(
                "(dc_new + dh * sigmoid(o) * grad_tanh(sigmoid(f) * c + sigmoid(i) * tanh(g))) * tanh(g) * grad_sigmoid(i)",
                "(dc_new + dh * sigmoid(o) * grad_tanh(sigmoid(f) * c + sigmoid(i) * tanh(g))) * c * grad_sigmoid(f)",
                "(dc_new + dh * sigmoid(o) * grad_tanh(sigmoid(f) * c + sigmoid(i) * tanh(g))) * sigmoid(i) * grad_tanh(g)",
                "dh * tanh(sigmoid(f) * c + sigmoid(i) * tanh(g)) * grad_sigmoid(o)",
                "(dc_new + dh * sigmoid(o) * grad_tanh(sigmoid(f) * c + sigmoid(i) * tanh(g))) * sigmoid(f)",
            ),
        ),
        facts=Facts(
            domain="all reals",
            range="h (-1, 1); c_new all reals",
            monotone=False,
            limits="those of sigmoid and tanh",
            kinks="none",
            source="Hochreiter and Schmidhuber, Long short-term memory, 1997; the forget gate of Gers et al., 2000",
            used="sequence models",
        ),
        promise=Promise(ulp={"f4": 4.0, "f8": 4.0}, slope_ulp={"f4": 8.0, "f8": 8.0}),
        kernel=Kernel(cost={"f4": 1.9, "f8": 5.4}),
        peers=Peers(names="torch.nn.LSTMCell, keras LSTMCell, onnx LSTM, after their matrix products; gates in PyTorch's order"),
    ),
    Cell(
        name="gru_cell",
        summary="pointwise part of a step of a gated recurrent unit",
        inputs=(
            Parameter("r", None, "the reset gate before its sigmoid"),
            Parameter("z", None, "the update gate before its sigmoid"),
            Parameter("n_x", None, "the input's part of the candidate"),
            Parameter("n_h", None, "the state's part of the candidate, which the reset gate scales"),
            Parameter("h", None, "the state before the step"),
        ),
        outputs=("h_new",),
        formula=Formula(
            value="sigmoid(-z) * tanh(n_x + sigmoid(r) * n_h) + sigmoid(z) * h",
            gradients=(
                "dh_new * sigmoid(-z) * grad_tanh(n_x + sigmoid(r) * n_h) * n_h * grad_sigmoid(r)",
                "dh_new * (h - tanh(n_x + sigmoid(r) * n_h)) * grad_sigmoid(z)",
                "dh_new * sigmoid(-z) * grad_tanh(n_x + sigmoid(r) * n_h)",
                "dh_new * sigmoid(-z) * grad_tanh(n_x + sigmoid(r) * n_h) * sigmoid(r)",
                "dh_new * sigmoid(z)",
            ),
        ),
        facts=Facts(
            domain="all reals",
            range="all reals",
            monotone=False,
            limits="those of sigmoid and tanh",
            kinks="none",
            source="Cho et al., Learning phrase representations using RNN encoder-decoder, 2014; the reset gate after the matrix "
            "product, as in PyTorch and cuDNN",
            used="sequence models",
        ),
        promise=Promise(ulp={"f4": 4.0, "f8": 4.0}, slope_ulp={"f4": 8.0, "f8": 8.0}),
        kernel=Kernel(cost={"f4": 1.9, "f8": 6.3}),
        peers=Peers(
            names="torch.nn.GRUCell, keras GRUCell (reset_after=True), onnx GRU (linear_before_reset=1), after their matrix "
            "products"
        ),
    ),
)
