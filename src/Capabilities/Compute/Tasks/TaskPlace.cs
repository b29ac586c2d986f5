using Cairn.Platform.Http;

namespace Cairn.Compute.Tasks;

/// <summary>A task's place in a list: by time, then key.</summary>
internal sealed record TaskPlace(long At, string Key)
{
    public override string ToString() => $"{At}/{Key}";

    public static TaskPlace? Parse(string? text)
    {
        if (text is null) return null;
        string[] parts = text.Split('/', 2);
        return parts.Length == 2 && long.TryParse(parts[0], out long at) ? new TaskPlace(at, parts[1])
            : throw ApiException.Invalid("after", "'after' is not a cursor of this list.", "Take the 'next' of the page before, or leave it out.");
    }
}
