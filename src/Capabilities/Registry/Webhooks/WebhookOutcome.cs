namespace Cairn.Registry.Webhooks;

/// <summary>What came of a message that was sent to try a webhook.</summary>
/// <param name="Status">Null when nobody answered.</param>
/// <param name="Answer">The beginning of what came back.</param>
/// <param name="Fault">Why nobody answered.</param>
public sealed record WebhookOutcome(int? Status, string? Answer, string? Fault)
{
    public bool Success => Status is >= 200 and < 300;
}
