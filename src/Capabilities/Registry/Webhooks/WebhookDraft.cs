namespace Cairn.Registry.Webhooks;

/// <summary>A webhook that somebody wants.</summary>
/// <param name="Events"><c>ENTITY.ACTION</c>, separated by spaces.</param>
internal sealed record WebhookDraft(string Name, string Url, string Events, string? Description, string? Secret, string Status);
