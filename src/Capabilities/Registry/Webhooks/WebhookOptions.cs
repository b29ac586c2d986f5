namespace Cairn.Registry.Webhooks;

/// <summary>To whom webhooks may go.</summary>
internal sealed record WebhookOptions
{
    /// <summary>Variable with names of hosts, separated by commas.</summary>
    public const string Variable = "CAIRN_WEBHOOK_HOSTS";

    /// <summary>Hosts that may have a private address, and may be spoken to without TLS.</summary>
    public IReadOnlySet<string> AllowedHosts { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    public static WebhookOptions Of(string? hosts)
        => new() { AllowedHosts = (hosts ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.OrdinalIgnoreCase) };
}
