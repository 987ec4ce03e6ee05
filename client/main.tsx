import "./page.tsx";
