namespace Cairn.Registry.Webhooks;

/// <summary>A webhook as stored. The secret is never shown again.</summary>
internal sealed record WebhookRow
{
    public string Id { get; init; } = "";
    public string Name { get; init; } = "";
    public string? Description { get; init; }
    public string Url { get; init; } = "";

    /// <summary><c>ENTITY.ACTION</c>, separated by spaces.</summary>
    public string Events { get; init; } = "";

    /// <summary>Only on its way to be sealed; never stored.</summary>
    public string? Secret { get; init; }
    public byte[]? Sealed { get; init; }

    /// <summary><c>ACTIVE</c> or <c>DISABLED</c>.</summary>
    public string Status { get; init; } = "ACTIVE";
    public long CreatedAt { get; init; }
    public long UpdatedAt { get; init; }

    public IReadOnlyList<string> EventList => Events.Split(' ');
}
