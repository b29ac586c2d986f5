using System.Globalization;

namespace Cairn.Tracking.Traces.Pages;

/// <summary>Whose pages may show traces in a frame. Notebooks on one's own machine may; others are named by the operator.</summary>
internal sealed record NotebookOptions
{
    /// <summary>Variable with origins such as <c>https://hub.example.org</c>, separated by commas.</summary>
    public const string Variable = "CAIRN_NOTEBOOK_ORIGINS";

    private const string Own = "'self' http://localhost:* https://localhost:* http://127.0.0.1:* https://127.0.0.1:*";

    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>No script, no form, nothing from elsewhere: a page around it can lead nobody to an act.</summary>
    public string Policy => "default-src 'none'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors "
        + string.Join(' ', Origins.Prepend(Own));

    /// <exception cref="InvalidOperationException">One is no origin.</exception>
    public static NotebookOptions Of(string? origins)
        => new() { Origins = [.. (origins ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Origin)] };

    // It goes into a header whose words are parted by blanks and semicolons: only what the address was read as does.
    private static string Origin(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" && uri is { PathAndQuery: "/", Fragment: "", UserInfo: "", HostNameType: UriHostNameType.Dns or UriHostNameType.IPv4 }
            ? uri.IsDefaultPort ? $"{uri.Scheme}://{uri.IdnHost}" : string.Create(CultureInfo.InvariantCulture, $"{uri.Scheme}://{uri.IdnHost}:{uri.Port}")
            : throw new InvalidOperationException($"{Variable} must hold origins such as https://hub.example.org, separated by commas.");
}
