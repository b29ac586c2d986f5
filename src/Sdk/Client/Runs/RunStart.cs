using System.Text.Json;

namespace Cairn.Client;

/// <summary>How a run is to be created. The key is the client's own name for it, by which it is found again when an answer was lost.</summary>
internal sealed record RunStart(string Key, string Experiment, string? Name, string User, long StartTime, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>The tag that carries the key.</summary>
    public const string KeyTag = "cairn.client.key";

    public static RunStart Of(string experiment, RunOptions options, TimeProvider time)
    {
        var tags = new Dictionary<string, string>(options.Tags, StringComparer.Ordinal);
        if (options.Description is { } text)
        {
            tags["mlflow.note.content"] = text;
        }
        var key = tags[KeyTag] = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        return new RunStart(key, experiment, options.Name, Environment.UserName, (options.StartTime ?? time.GetUtcNow()).ToUnixTimeMilliseconds(), tags);
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static RunStart Read(byte[] payload) => JsonSerializer.Deserialize<RunStart>(payload)!;
}
