"""The site: `pip install '.[docs]' && sphinx-build -W -j auto docs docs/_build/html`.

The pages are those that GitHub shows, in MyST's Markdown. docs/_ext adds what only a site has: pictures of all functions, which
actkern draws itself, their worst errors, times and signatures, the gallery, and the reference from the docstrings. Nothing is
fetched when a page is read: styles, fonts and MathJax are in the build.
"""

import os
import sys
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

import actkern

project = "actkern"
copyright = "the authors of actkern, BSD 3-Clause"
version = release = actkern.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.mathjax",
    "numpydoc",
    "sphinx_design",
    "function_pages",
    "own_docstrings",
]
exclude_patterns = ["_build", "_ext"]
root_doc = "index"
default_role = "code"

myst_enable_extensions = ["colon_fence"]
myst_fence_as_directive = ["math"]
myst_heading_anchors = 3

# The pages have the texts of modules that stand on these, and need none of them.
autodoc_mock_imports = [name for name in ("autograd", "dask", "jax", "sklearn", "torch", "xarray") if find_spec(name) is None]
autodoc_member_order = "bysource"
autodoc_typehints = "none"
numpydoc_show_class_members = False

html_theme = "pydata_sphinx_theme"
html_title = "actkern"
html_context = {"default_mode": "auto"}
html_favicon = "_static/icon.svg"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "logo": {"text": "actkern", "image_light": "_static/icon.svg", "image_dark": "_static/icon.svg", "alt_text": "actkern"},
    "header_links_before_dropdown": 8,
    "navbar_align": "left",
    "navigation_with_keys": False,
    "show_prev_next": False,
    "footer_start": ["copyright"],
    "footer_end": [],
    "back_to_top_button": False,
}
html_sidebars = {"index": [], "choosing": []}

# MathJax is one file of sphinx-mathjax-offline, whose own extension would copy 20 MB of others.
_MATHJAX = distribution("sphinx-mathjax-offline").locate_file("sphinx-mathjax-offline/static/mathjax/tex-svg.js")
html_static_path.append(os.fspath(_MATHJAX))
mathjax_path = "tex-svg.js"
mathjax3_config = {"svg": {"fontCache": "global"}, "options": {"enableMenu": False}}
