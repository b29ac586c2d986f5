using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Microsoft.Extensions.Hosting;

namespace Cairn.Identity;

/// <summary>Runs after the migrations and before the server listens: beyond loopback nothing starts without a token that opens the door.</summary>
internal sealed class BindingGuard(IdentityOptions options, IDatabase database, TokenStore tokens, RealTime real) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.BeyondLoopback) return;
        if (await database.ReadAsync(s => tokens.AnyGood(s, real.Now.ToUnixTimeMilliseconds()), cancellationToken)) return;
        throw new InvalidOperationException(
            "No token exists, so the server may only listen on loopback. Start it there, run 'cairn token create --role admin', and then open it to the network.");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
