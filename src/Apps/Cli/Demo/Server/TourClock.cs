using System.Globalization;
using System.Text.Json.Nodes;
using Cairn.Cli.Demo.Data;

namespace Cairn.Cli.Demo.Server;

/// <summary>The clock of the simulated world. Moving it ends when everything that follows has been done.</summary>
internal sealed class TourClock(TourApi api, Acknowledged acknowledged)
{
    public DateTimeOffset Now { get; private set; } = Tour.Begin;

    public async Task AdvanceAsync(DateTimeOffset to, CancellationToken cancel)
    {
        await api.PostAsync(null, "api/v1/world/advance", new JsonObject { ["to"] = to.ToString("O", CultureInfo.InvariantCulture) }, cancel);
        Now = to;
        acknowledged.Advanced(to);
    }

    /// <summary>Waits, without moving the clock, until everything that was begun is done.</summary>
    public Task SettleAsync(CancellationToken cancel) => AdvanceAsync(Now, cancel);
}
