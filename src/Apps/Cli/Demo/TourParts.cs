using Cairn.Cli.Demo.Data;
using Cairn.Cli.Demo.Server;
using Cairn.Cli.Demo.Story;
using Cairn.Cli.Demo.Telling;

namespace Cairn.Cli.Demo;

/// <summary>Everything the tour consists of while it runs.</summary>
internal sealed class TourParts : IAsyncDisposable
{
    private readonly LedgerFeed _feed;
    private readonly Narrator _narrator;

    private TourParts(TourOptions options, Narrator narrator, FlightFiles flights, Acknowledged acknowledged, SampleRepository repository)
    {
        var places = options.Places;
        _narrator = narrator;
        (Flights, Acknowledged) = (flights, acknowledged);
        Server = new TourServer(new ServerCommand(places.Server, places.Data, options.Port, Tour.Begin, TourOptions.Seed, places.ServerLog) { Database = options.Database }, options.Port, acknowledged);
        Api = new TourApi(Server);
        _feed = new LedgerFeed(Api);
        Clock = new TourClock(Api, acknowledged);
        Traffic = new Traffic(Server, acknowledged, options.Rows);
        Inbox = new Inbox(flights, places.Inbox, options.Plan);
        Cast = new Cast(Api, Clock, repository, WatchAsync);
        Play = new Play(options.Plan, Cast, Tally, Inbox, narrator);
    }

    public TourServer Server { get; }

    public TourApi Api { get; }

    public TourClock Clock { get; }

    public Traffic Traffic { get; }

    public Inbox Inbox { get; }

    public FlightFiles Flights { get; }

    public Acknowledged Acknowledged { get; }

    public Cast Cast { get; }

    public Play Play { get; }

    public Tally Tally { get; } = new();

    public static async Task<TourParts> StartAsync(TourOptions options, Narrator narrator, CancellationToken cancel)
    {
        var places = options.Places;
        Directory.CreateDirectory(places.Own);
        var repository = await SampleRepository.MakeAsync(places, options, cancel);
        var flights = new FlightFiles(places.Flights, options.Plan.Days + 1, options.Rows);
        var parts = new TourParts(options, narrator, flights, new Acknowledged(options.Journal), repository);
        await parts.Server.StartAsync(cancel);
        return parts;
    }

    /// <summary>Takes in what went on the record since the last look.</summary>
    public async Task WatchAsync(CancellationToken cancel)
    {
        foreach (var e in await _feed.ReadAsync(cancel))
        {
            Tally.Take(e);
            _narrator.Hear(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Traffic.Dispose();
        Api.Dispose();
        await Server.DisposeAsync();
        Flights.Dispose();
        Acknowledged.Dispose();
    }
}
