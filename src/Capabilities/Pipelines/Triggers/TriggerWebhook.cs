using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Identity;
using Cairn.Platform.Http;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Pipelines.Triggers;

/// <summary>The address that other systems call. It needs no token: the signature shows who calls. What the body says is neither read nor kept.</summary>
internal static class TriggerWebhook
{
    private const int MostBytes = 1 << 20;

    public static void Map(RouteGroupBuilder project) => project.MapPost("/triggers/{trigger}/webhook", TakeAsync).ProvesItself();

    private static async Task<IResult> TakeAsync(
        string project, string trigger, HttpContext http, IProjects projects, ISecrets secrets, IDatabase database, TriggerGate gate, RealTime real, CancellationToken cancellation)
    {
        byte[] body = await BodyAsync(http.Request, cancellation);
        ProjectView? view = await projects.FindAsync(project, cancellation);
        Trigger? found = view is { Active: true } ? view.File.Triggers.GetValueOrDefault(trigger) : null;
        string? secret = found?.Secret is { } name ? await SecretAsync(secrets, project, name, cancellation) : null;
        // One answer for all: who cannot sign learns nothing of what there is.
        string cause = (secret is null ? null : WebhookSignature.CauseOf(http.Request.Headers, body, secret, real.Now)) ?? throw new ApiException(401, "unauthorized", "No webhook of this name takes this signature.")
        {
            Mend = "Look at the address, at the trigger's secret (cairn secrets set NAME), at what is signed, and at the clock: a message is taken within five minutes.",
        };
        var ask = new TriggerAsk("webhook", cause, Actor.Service("pipelines"));
        Firing? firing = await database.WriteAsync(s => gate.Ask(s, project, found!, ask), cancellation: cancellation);
        return Results.Json(new WebhookAnswer(firing?.Id, firing?.Outcome ?? "repeated", firing?.Reason, firing?.Waits ?? false), ApiJson.Options, statusCode: firing is null ? 200 : 202);
    }

    // One that cannot be read is told where secrets are listed, not to strangers.
    private static async Task<string?> SecretAsync(ISecrets secrets, string project, string name, CancellationToken cancellation)
    {
        try
        {
            return (await secrets.OpenAsync(project, [name], cancellation)).GetValueOrDefault(name);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static async Task<byte[]> BodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        var part = new byte[16 << 10];
        while (await request.Body.ReadAsync(part, cancellation) is var read and > 0)
        {
            if (body.Length + read > MostBytes) throw new ApiException(413, "too-large", $"The body is larger than {MostBytes} bytes.");
            body.Write(part, 0, read);
        }
        return body.ToArray();
    }

    /// <param name="Outcome"><c>fired</c>, <c>held</c> with the reason (<see cref="Waits"/>: it is asked again), or <c>repeated</c>: this message came before.</param>
    internal sealed record WebhookAnswer(string? Firing, string Outcome, string? Reason, bool Waits);
}
