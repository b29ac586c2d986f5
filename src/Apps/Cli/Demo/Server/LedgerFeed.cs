using System.Text;
using System.Text.Json;
using Cairn.Contracts.Ledger;

namespace Cairn.Cli.Demo.Server;

/// <summary>Reads the ledger on, in the order of its chain, each event once.</summary>
internal sealed class LedgerFeed(TourApi api)
{
    private const int Page = 1000;
    private long _position;

    /// <summary>Events since the last call.</summary>
    public async Task<IReadOnlyList<LedgerEvent>> ReadAsync(CancellationToken cancel)
    {
        var all = new List<LedgerEvent>();
        while (true)
        {
            var after = _position == 0 ? "" : "&after=" + Cursor(_position);
            var page = await api.GetAsync($"api/v1/ledger/events?limit={Page}{after}", cancel);
            var items = page?["items"]?.AsArray() ?? [];
            foreach (var item in items)
            {
                all.Add(item!["event"].Deserialize<LedgerEvent>(LedgerJson.Options)!);
                _position = (long)item["position"]!;
            }
            if (items.Count < Page)
            {
                return all;
            }
        }
    }

    // The place of the last event read, in the form in which the server gives places.
    private static string Cursor(long position) => Convert.ToBase64String(Encoding.UTF8.GetBytes(position.ToString(System.Globalization.CultureInfo.InvariantCulture))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
