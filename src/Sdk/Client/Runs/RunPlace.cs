using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Client;

/// <summary>Where a run lives on the server.</summary>
/// <param name="ArtifactUri">E.g. <c>mlflow-artifacts:/1/…/artifacts</c>.</param>
internal sealed record RunPlace(string Id, string Experiment, string ArtifactUri)
{
    private const string Scheme = "mlflow-artifacts:/";

    public static RunPlace Of(JsonNode? run) => new((string)run!["info"]!["run_id"]!, (string)run["info"]!["experiment_id"]!, (string)run["info"]!["artifact_uri"]!);

    /// <summary>The address of an artifact, or of the folder of all when the path is empty.</summary>
    public string ArtifactPath(string path)
    {
        if (!ArtifactUri.StartsWith(Scheme, StringComparison.Ordinal))
        {
            throw new NotSupportedException($"the artifacts of this run do not go through the server ('{ArtifactUri}')");
        }
        var whole = ArtifactUri[Scheme.Length..].Trim('/') + (path.Length == 0 ? "" : "/" + path);
        return "api/2.0/mlflow-artifacts/artifacts/" + string.Join('/', whole.Split('/').Select(Uri.EscapeDataString));
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static RunPlace Read(byte[] payload) => JsonSerializer.Deserialize<RunPlace>(payload)!;
}
