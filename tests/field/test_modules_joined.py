"""The modules of the tablet's page as one file."""

from pathlib import Path

import pytest

from server.config import Settings
from server.web.field import Client
from server.web.field_joined import NotJoinable, joined

CLIENT = Settings().field_client


def test_the_page_loads_one_script_that_stands_for_all_modules_but_those_of_workers() -> None:
    client = Client(CLIENT)
    index = client.files["index.html"].content.decode()
    assert index.count("<script") == 1 and '<script type="module" src="page.js">' in index
    modules = {path.relative_to(CLIENT).as_posix() for path in Path(CLIENT).rglob("*.js")}
    scripts = {path: (CLIENT / path).read_text("utf-8") for path in modules}
    assert modules - joined("ui/start.js", scripts).paths == {
        "sw.js",
        "labels_worker.js",
        "device/picture_worker.js",
    }


def test_each_way_of_importing_and_exporting_is_kept() -> None:
    files = {
        "a.js": 'import { b as c, d } from "./x/b.js";\nimport * as x from "./x/b.js";\n'
        'export const go = async () => import("./x/late.js");\n',
        "x/b.js": 'export { d } from "./d.js";\nexport const [b, e] = [1, 2];\nexport async function f() {}\n',
        "x/d.js": "export class d {}\n",
        "x/late.js": "const u = import.meta.url;export{u as address};\n",
    }
    text = joined("a.js", files).text
    assert 'const { b: c, d } = $need("x/b.js");\nconst x = $need("x/b.js");' in text
    assert '$later("x/late.js")' in text
    assert 'return { d: $need("x/d.js").d, b, e, f };' in text
    assert 'const u = new URL("x/late.js", import.meta.url);' in text and "return { address: u };" in text


@pytest.mark.parametrize(
    "files",
    [
        {"a.js": "export default 1;\n"},
        {"a.js": "export let b = 1;\n"},
        {"a.js": "const $need = 1;\n"},
        {"a.js": 'import "./b.js";\n', "b.js": ""},
        {
            "a.js": 'import { b } from "./b.js";\n',
            "b.js": 'import { a } from "./a.js";\nexport const b = a;\n',
        },
    ],
)
def test_what_cannot_be_joined_stops_the_server(files: dict[str, str]) -> None:
    with pytest.raises(NotJoinable):
        joined("a.js", files)
