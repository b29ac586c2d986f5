namespace Cairn.Platform.Sql;

/// <summary>A migration as the database remembers it.</summary>
internal sealed class AppliedMigration
{
    public string Room { get; init; } = "";

    public string Name { get; init; } = "";

    public string Digest { get; init; } = "";
}
