using Cairn.Platform.Sql;
using Cairn.Projects;
using Microsoft.Extensions.Hosting;

namespace Cairn.Registry.Webhooks;

/// <summary>Keeps the secrets of webhooks sealed with the server's key; what an earlier version left in plain text is sealed at start.</summary>
internal sealed class WebhookSecrets(ISealing sealing, IDatabase database, WebhookStore store) : IHostedService
{
    private const string Purpose = "//webhooks";

    /// <summary>The row as it is stored: without the secret itself.</summary>
    public WebhookRow Sealed(WebhookRow webhook) => webhook.Secret is { Length: > 0 } secret
        ? webhook with { Secret = null, Sealed = sealing.Seal(Purpose, webhook.Id, secret) } : webhook with { Secret = null };

    /// <summary>Null when there is none.</summary>
    public string? Of(WebhookRow webhook) => webhook.Sealed is { } made ? sealing.Open(Purpose, webhook.Id, made) : null;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<WebhookRow> plain = await database.ReadAsync(store.Plain, cancellationToken);
        if (plain.Count == 0) return;
        WebhookRow[] rows = [.. plain.Select(Sealed)];
        await database.WriteAsync(s => Array.ForEach(rows, row => store.Update(s, row)), cancellation: cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
