using Cairn.Platform.Http;

namespace Cairn.Tracking;

/// <summary>Tags by name as a body says them: a value sets one, null takes it away.</summary>
public sealed record TagsRequest(IReadOnlyDictionary<string, string?>? Tags)
{
    private const int MostTags = 100;

    /// <summary>Those that are set, and the names of those that go.</summary>
    /// <exception cref="ApiException">400: there is none, or there are more than 100.</exception>
    public (IReadOnlyList<RunTag> Set, IReadOnlyList<string> Gone) Changes()
    {
        if (Tags is not { Count: > 0 and <= MostTags }) throw ApiException.Invalid("tags", $"'tags' must hold 1 to {MostTags} tags, each a name with its value, or with null to take it away.");
        return ([.. Tags.Where(t => t.Value is not null).Select(t => new RunTag(t.Key, t.Value!))], [.. Tags.Where(t => t.Value is null).Select(t => t.Key)]);
    }
}
