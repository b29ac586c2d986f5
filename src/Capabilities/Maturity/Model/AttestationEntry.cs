namespace Cairn.Maturity.Model;

internal sealed class AttestationEntry
{
    public string Id { get; init; } = "";

    public int Days { get; init; }

    public int People { get; init; }

    public string[] Roles { get; init; } = [];

    /// <summary><c>alternative</c> may satisfy a clause; <c>supporting</c> and <c>required</c> never do by themselves.</summary>
    public string Counts { get; init; } = "";

    public string Statement { get; init; } = "";
}
