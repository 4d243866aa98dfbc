"""scikit-learn beside actkern: its networks on actkern's kernels, and what of scikit-learn works with ufuncs as it is."""

import inspect
import pickle
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from support.examples import block
from support.processes import python, stdout

import actkern as ak
import actkern.sklearn as on_kernels

sklearn = pytest.importorskip("sklearn")

import joblib  # noqa: E402
from sklearn.compose import TransformedTargetRegressor  # noqa: E402
from sklearn.datasets import load_digits  # noqa: E402
from sklearn.exceptions import ConvergenceWarning  # noqa: E402
from sklearn.linear_model import LinearRegression  # noqa: E402
from sklearn.model_selection import cross_val_score  # noqa: E402
from sklearn.neural_network import MLPClassifier, MLPRegressor, _multilayer_perceptron  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.preprocessing import FunctionTransformer  # noqa: E402

TABLES = ("ACTIVATIONS", "DERIVATIVES", "LOSS_FUNCTIONS")
DIGITS, LABELS = load_digits(return_X_y=True)
DIGITS = DIGITS / 16


def network(kind=MLPClassifier, **settings):
    return kind(**{"hidden_layer_sizes": (32,), "max_iter": 15, "random_state": 0} | settings)


def fit(model, x=DIGITS, y=LABELS):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(x, y)


def tables():
    return {name: dict(getattr(_multilayer_perceptron, name)) for name in TABLES}


@pytest.fixture
def threads_of_ours(monkeypatch):
    """The threads that run functions of actkern in a table, one entry a call."""
    callers, ours = [], on_kernels._ours

    def noting(function):
        def noted(*arguments):
            callers.append(threading.current_thread())
            return function(*arguments)

        return noted

    def noted_tables():
        return {name: {key: noting(function) for key, function in table.items()} for name, table in ours().items()}

    monkeypatch.setattr(on_kernels, "_ours", noted_tables)
    return callers


@pytest.fixture(autouse=True)
def _everything_is_put_back():
    before, start, threads = tables(), threading.Thread.start, ak.get_num_threads()
    yield
    assert tables() == before
    assert threading.Thread.start is start
    assert ak.get_num_threads() == threads


TARGETS = {
    "ten classes": (MLPClassifier, LABELS),
    "two classes": (MLPClassifier, LABELS % 2),
    "several labels": (MLPClassifier, np.stack([LABELS % 2, LABELS > 4], axis=1)),
    "numbers": (MLPRegressor, np.sin(LABELS)),
}


@pytest.mark.parametrize("activation", ["identity", "relu", "tanh", "logistic"])
@pytest.mark.parametrize("target", TARGETS)
def test_the_loss_curve_is_the_same(activation, target, threads_of_ours):
    kind, y = TARGETS[target]
    model = network(kind, activation=activation, hidden_layer_sizes=(32, 16))
    expected = fit(model, y=y).loss_curve_
    predicted = model.predict(DIGITS)
    assert not threads_of_ours
    with ak.sklearn.accelerate():
        found = fit(model, y=y).loss_curve_
        np.testing.assert_allclose(model.predict(DIGITS), predicted, rtol=0, atol=1e-6)
    assert threads_of_ours or (activation, target) == ("identity", "numbers")
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize("solver", ["lbfgs", "sgd"])
def test_other_solvers_arrive_at_the_same_loss(solver):
    model = network(solver=solver, activation="tanh")
    expected = fit(model).loss_
    with ak.sklearn.accelerate():
        assert fit(model).loss_ == pytest.approx(expected, abs=1e-6)


def test_float32_stays_float32():
    model = network(activation="logistic")
    expected = fit(model, DIGITS.astype("f4")).loss_
    with ak.sklearn.accelerate():
        assert fit(model, DIGITS.astype("f4")).loss_ == pytest.approx(expected, rel=1e-4)
    assert model.coefs_[0].dtype == np.float32


@pytest.mark.parametrize("dtype", ["f4", "f8"])
@pytest.mark.parametrize("weighted", [False, True])
def test_functions_are_scikit_learns_to_rounding(dtype, weighted):
    rng = np.random.default_rng(0)
    theirs = tables()
    if weighted and "sample_weight" not in inspect.signature(theirs["LOSS_FUNCTIONS"]["log_loss"]).parameters:
        pytest.skip("losses of this version of scikit-learn take no weights")
    x, delta = rng.normal(0, 3, (2, 200, 10)).astype(dtype)
    p = ak.softmax(50 * x, axis=1)  # with some probabilities that are 0 and 1
    y = np.eye(10)[rng.integers(0, 10, 200)]
    weights = (rng.uniform(0, 2, 200),) if weighted else ()
    close = {"rtol": 2e-6, "atol": 1e-6} if dtype == "f4" else {"rtol": 1e-13, "atol": 1e-14}
    for table, functions in on_kernels._ours().items():
        for name, function in functions.items():
            if table == "LOSS_FUNCTIONS":
                for labels, probabilities in ((y, p), (y.astype(bool), p), (y[:, :1], p[:, :1])):
                    given = labels, probabilities, *weights
                    np.testing.assert_allclose(function(*given), theirs[table][name](*given), **close)
                continue
            found, expected = (x.copy(), x.copy()) if table == "ACTIVATIONS" else (delta.copy(), delta.copy())
            outputs = x.copy()
            if table == "DERIVATIVES":
                theirs["ACTIVATIONS"][name](outputs)
            for each, result in ((function, found), (theirs[table][name], expected)):
                each(*((result,) if table == "ACTIVATIONS" else (outputs, result)))
            np.testing.assert_allclose(found, expected, **close, err_msg=name)


def test_threads_of_the_block_have_our_functions(threads_of_ours):
    with ak.sklearn.accelerate():
        thread = threading.Thread(target=fit, args=(network(),))
        thread.start()
        thread.join()
        assert set(threads_of_ours) == {thread}
        with ThreadPoolExecutor(1) as executor:
            executor.submit(fit, network()).result()
    assert len(set(threads_of_ours)) == 2


def test_joblibs_threads_have_our_functions(threads_of_ours):
    with ak.sklearn.accelerate(), joblib.parallel_config("threading", n_jobs=2), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        cross_val_score(network(max_iter=3), DIGITS, LABELS, cv=2)
    assert threading.current_thread() not in threads_of_ours
    assert len(threads_of_ours) > 2 * 3 * 4 * 5  # folds, epochs, batches, functions of a batch


def test_other_threads_have_scikit_learns(threads_of_ours):
    with ThreadPoolExecutor(1) as executor:
        executor.submit(int).result()  # the thread is there before the block
        with ak.sklearn.accelerate():
            executor.submit(fit, network()).result()
            assert not threads_of_ours
            fit(network())
    assert set(threads_of_ours) == {threading.current_thread()}


def test_a_thread_that_outlives_its_block_has_scikit_learns(threads_of_ours):
    ended = threading.Event()
    thread = threading.Thread(target=lambda: ended.wait() and fit(network()))
    with ak.sklearn.accelerate():
        thread.start()
    with ak.sklearn.accelerate():  # another block, which it is not of
        ended.set()
        thread.join()
    assert not threads_of_ours


def test_a_thread_started_inside_may_have_a_block_of_its_own(threads_of_ours):
    inside, ended = threading.Event(), threading.Event()

    def work():
        with ak.sklearn.accelerate():
            inside.set()
            ended.wait()
            fit(network())
        threads_of_ours.append("own block ended")
        fit(network())

    thread = threading.Thread(target=work)
    with ak.sklearn.accelerate():
        thread.start()
        inside.wait()
    ended.set()
    thread.join()
    assert threads_of_ours[0] is thread
    assert threads_of_ours[-1] == "own block ended"


def test_nested_blocks(threads_of_ours):
    with ak.sklearn.accelerate():
        with ak.sklearn.accelerate():
            thread = threading.Thread(target=fit, args=(network(),))
        fit(network())
        thread.start()
        thread.join()
    assert set(threads_of_ours) == {threading.current_thread(), thread}
    threads_of_ours.clear()
    fit(network())
    assert not threads_of_ours


def test_blocks_of_several_threads_at_once(threads_of_ours):
    both = threading.Barrier(2)

    def work(first):
        with ak.sklearn.accelerate():
            both.wait()
            if first:
                fit(network(max_iter=2))
        if first:
            both.wait()
            both.wait()
            return
        both.wait()
        seen = len(threads_of_ours)
        fit(network(max_iter=2))
        assert len(threads_of_ours) == seen
        both.wait()

    with ThreadPoolExecutor(2) as executor:
        for done in [executor.submit(work, first) for first in (True, False)]:
            done.result(60)
    assert len(set(threads_of_ours)) == 1


def test_many_short_blocks_at_once():
    before = tables()

    def work():
        for _ in range(200):
            with ak.sklearn.accelerate():
                assert tables() != before

    with ThreadPoolExecutor(8) as executor:
        for done in [executor.submit(work) for _ in range(8)]:
            done.result(60)


def test_an_exception_ends_the_block(threads_of_ours):
    with pytest.raises(ZeroDivisionError), ak.sklearn.accelerate():
        raise ZeroDivisionError
    fit(network())
    assert not threads_of_ours


def test_a_decorated_function_has_a_block_for_each_call(threads_of_ours):
    train = ak.sklearn.accelerate()(fit)
    train(network())
    assert threads_of_ours
    threads_of_ours.clear()
    fit(network())
    assert not threads_of_ours


def test_what_others_put_into_a_table_meanwhile_stays():
    activations = _multilayer_perceptron.ACTIVATIONS
    relu = activations["relu"]
    with ak.sklearn.accelerate():
        activations["relu"] = print
    assert activations["relu"] is print
    activations["relu"] = relu


def test_a_version_without_a_function_is_an_error(monkeypatch):
    monkeypatch.delitem(_multilayer_perceptron.DERIVATIVES, "tanh")
    with pytest.raises(ImportError, match=r"\.DERIVATIVES, where scikit-learn [\d.]+ has no tanh"), ak.sklearn.accelerate():
        pass
    monkeypatch.undo()
    monkeypatch.delattr(_multilayer_perceptron, "ACTIVATIONS")
    with pytest.raises(ImportError, match="has no relu, tanh, logistic, softmax; it is made for"), ak.sklearn.accelerate():
        pass


def test_without_scikit_learn_the_error_says_how_to_get_it():
    code = "import sys; sys.modules['sklearn'] = None\nimport actkern as ak\nwith ak.sklearn.accelerate(): pass"
    done = python(code)
    assert done.returncode == 1
    assert "ImportError: actkern.sklearn needs scikit-learn, which cannot be imported: pip install scikit-learn" in done.stderr


def test_actkern_does_not_import_scikit_learn():
    assert stdout("import sys, actkern.sklearn; print('sklearn' in sys.modules)").strip() == "False"


# What works as it is


@pytest.mark.parametrize("function", [ak.tanh, ak.gelu, ak.softmax, ak.leaky_relu])
def test_function_transformer(function):
    transformer = FunctionTransformer(function)
    np.testing.assert_array_equal(transformer.fit_transform(DIGITS), function(DIGITS))
    again = pickle.loads(pickle.dumps(transformer))
    assert again.func is function
    assert sklearn.clone(transformer).func is function


def test_function_transformer_with_arguments_and_inverse():
    transformer = FunctionTransformer(ak.leaky_relu, kw_args={"negative_slope": 0.5})
    np.testing.assert_array_equal(transformer.transform(-DIGITS), -0.5 * DIGITS)
    there = FunctionTransformer(ak.logit, inverse_func=ak.sigmoid, check_inverse=True)
    p = np.linspace(0.1, 0.9, 12).reshape(4, 3)
    np.testing.assert_allclose(there.inverse_transform(there.fit_transform(p)), p)


def test_function_transformer_keeps_a_frame():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(DIGITS[:, :3], columns=["a", "b", "c"], index=np.arange(len(DIGITS)) + 7)
    for transformer in (
        FunctionTransformer(ak.tanh, feature_names_out="one-to-one"),
        FunctionTransformer(ak.tanh, feature_names_out="one-to-one").set_output(transform="pandas"),
    ):
        found = transformer.fit_transform(frame)
        pandas.testing.assert_frame_equal(found, np.tanh(frame))
        assert list(transformer.get_feature_names_out()) == ["a", "b", "c"]


def test_transformed_target_regressor():
    p = ak.sigmoid(DIGITS @ np.linspace(-1, 1, 64))
    model = TransformedTargetRegressor(LinearRegression(), func=ak.logit, inverse_func=ak.sigmoid)
    np.testing.assert_allclose(model.fit(DIGITS, p).predict(DIGITS), p, atol=1e-9)


@pytest.mark.parametrize("backend", ["loky", "threading"])
def test_pipelines_in_joblibs_workers(backend):
    model = make_pipeline(FunctionTransformer(ak.gelu), LinearRegression())
    expected = cross_val_score(model, DIGITS, LABELS, cv=2)
    with joblib.parallel_config(backend, n_jobs=2):
        np.testing.assert_allclose(cross_val_score(model, DIGITS, LABELS, cv=2), expected)
    if backend == "loky":
        joblib.externals.loky.get_reusable_executor().shutdown(wait=True)


def test_the_example_of_the_page_runs():
    namespace = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        exec(block("python", "docs/home.md", "MLPClassifier"), namespace)
    assert namespace["accuracy"] > 0.98
