using Microsoft.Extensions.Configuration;

namespace Cairn.Pipelines.OpenLineage;

/// <summary>Where run events of OpenLineage go; nowhere unless an address is configured.</summary>
internal sealed record OpenLineageOptions
{
    public const string UrlVariable = "CAIRN_OPENLINEAGE_URL", KeyVariable = "CAIRN_OPENLINEAGE_KEY", NamespaceVariable = "CAIRN_OPENLINEAGE_NAMESPACE";

    /// <summary>The whole address, such as <c>https://lineage.example.org/api/v1/lineage</c>.</summary>
    public string? Url { get; init; }

    /// <summary>Sent as bearer.</summary>
    public string? Key { get; init; }

    /// <summary>Of jobs and of the datasets that are kept here.</summary>
    public string Namespace { get; init; } = "cairn";

    /// <exception cref="InvalidOperationException">The address is none.</exception>
    public static OpenLineageOptions Of(IConfiguration? configuration)
    {
        string? url = Text(configuration, UrlVariable);
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Scheme is "https" or "http" && uri.UserInfo.Length == 0))
            throw new InvalidOperationException($"{UrlVariable} must be an absolute https URL without user and password.");
        return new OpenLineageOptions { Url = url, Key = Text(configuration, KeyVariable), Namespace = Text(configuration, NamespaceVariable) ?? "cairn" };
    }

    private static string? Text(IConfiguration? configuration, string name) => configuration?[name] is { Length: > 0 } text ? text : null;
}
