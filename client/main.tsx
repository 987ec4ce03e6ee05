import { render } from "preact";
const a = document.createElement("p");
render(<p>hi</p>, a);
