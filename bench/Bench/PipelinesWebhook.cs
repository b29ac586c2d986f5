using System.Security.Cryptography;
using System.Text;

namespace Cairn.Bench;

internal sealed class PipelinesWebhook : TriggerBenchmark
{
    private const string Secret = "the secret of the hook";
    private int _number;

    public override string Name => "pipelines-webhook";

    protected override string Cause => "a signed webhook";

    protected override string When => "webhook, secret: HOOK";

    public override async Task PrepareAsync(CancellationToken cancel)
    {
        await base.PrepareAsync(cancel);
        await Setup.PostAsync("secrets", new { name = "HOOK", value = Secret }, cancel);
    }

    protected override Task CauseAsync(CancellationToken cancel)
    {
        byte[] body = Encoding.UTF8.GetBytes($$"""{"number": {{++_number}}}""");
        var content = new ByteArrayContent(body);
        content.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body)));
        return Setup.SendAsync("triggers/it/webhook", content, cancel);
    }
}
