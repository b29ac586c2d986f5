namespace Cairn.Registry.Contracts;

/// <summary>One version of what was agreed about a source (<c>data.name</c>) or an endpoint's inputs (<c>endpoints.name</c>); it never changes.</summary>
internal sealed record ContractVersion
{
    public string Project { get; init; } = "";
    public string Name { get; init; } = "";

    /// <summary>From 1 within the contract.</summary>
    public int Number { get; init; }

    /// <summary>Of <see cref="Content"/>.</summary>
    public string Digest { get; init; } = "";

    /// <summary>JSON of the rules, columns in the order of their names.</summary>
    public string Content { get; init; } = "";

    /// <summary>JSON array of the people who answer for it.</summary>
    public string Owners { get; init; } = "[]";

    /// <summary>Its <c>version.registered</c>.</summary>
    public string Event { get; init; } = "";

    /// <summary>Subject id on the ledger.</summary>
    public string Id => $"contract-{Project}-{Name.Replace('.', '-')}-{Number}";
}
