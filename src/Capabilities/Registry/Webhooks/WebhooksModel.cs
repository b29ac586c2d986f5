namespace Cairn.Registry.Webhooks;

/// <summary>What the page of webhooks shows.</summary>
/// <param name="Tried">The webhook that was just tried, and what came of it.</param>
/// <param name="Fault">Why the one in the form was not made; its name and address are kept to be mended.</param>
public sealed record WebhooksModel(IReadOnlyList<WebhookView> Webhooks, (string Name, WebhookOutcome Outcome)? Tried = null, string? Fault = null, string? Name = null, string? Url = null);
