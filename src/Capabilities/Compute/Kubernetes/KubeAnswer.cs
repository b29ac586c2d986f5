using System.Net;
using System.Text.Json.Nodes;

namespace Cairn.Compute.Kubernetes;

/// <summary>What the API said.</summary>
internal sealed record KubeAnswer(HttpStatusCode Status, JsonObject Content, string? Message)
{
    public bool Ok => (int)Status is >= 200 and < 300;

    public string Reason => Message ?? $"status {(int)Status}";
}
