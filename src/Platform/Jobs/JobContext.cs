using System.Text.Json;

namespace Cairn.Platform.Jobs;

/// <summary>One attempt at a job. <paramref name="Attempt"/> counts from 1; above 1 an earlier one failed or its process died.</summary>
public sealed record JobContext(string Id, string Key, string? Project, string PayloadJson, int Attempt)
{
    public T Payload<T>() => JsonSerializer.Deserialize<T>(PayloadJson, JobStore.Json)!;
}
