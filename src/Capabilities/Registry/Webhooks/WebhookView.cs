using Cairn.Platform.Web;

namespace Cairn.Registry.Webhooks;

/// <summary>A webhook as its page shows it: no secret, and of its address nothing that follows a question mark.</summary>
/// <param name="Events"><c>ENTITY.ACTION</c> each.</param>
/// <param name="Signed">It has a secret, which its messages are signed with.</param>
public sealed record WebhookView(string Id, string Name, string? Description, string Url, IReadOnlyList<string> Events, string Status, bool Signed, DateTimeOffset CreatedAt)
{
    internal static WebhookView Of(WebhookRow row) => new(row.Id, row.Name, row.Description, Shown(row.Url), row.EventList, row.Status, row.Sealed is not null, Format.Moment(row.CreatedAt));

    private static string Shown(string url) => url.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? url[..at] + "?…" : url;
}
