/** URLs of ICE servers as they were given, for whoever runs the server to recognize. */
export function Urls({ urls }: { urls: readonly string[] }) {
  return (
    <p class="urls">
      {urls.map((url) => <code key={url} translate={false}>{url}</code>)}
    </p>
  );
}
