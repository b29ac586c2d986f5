namespace Cairn.Registry;

/// <summary>A registered model of a project. <paramref name="Aliases"/> maps alias to version id.</summary>
/// <param name="Champion">Number of the version behind the alias <c>production</c>.</param>
public sealed record ModelView(string Name, string Project, string? Description, long Versions, long? Champion, IReadOnlyDictionary<string, string> Aliases, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>Null in lists.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
