import "./page.tsx";
// Two chunks that come later show it. Here it is part of the first load: a chunk imports nothing
// else, so that it can be loaded again under another address.
export { Urls } from "./ui/urls.tsx";
