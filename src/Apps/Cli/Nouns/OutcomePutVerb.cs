using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;
using Cairn.Client;

namespace Cairn.Cli.Nouns;

/// <summary>Tells an endpoint what really happened, from a file; sent again it counts once.</summary>
internal sealed class OutcomePutVerb : Verb
{
    private const int InACall = 5000;

    private readonly Argument<string> _endpoint = new("endpoint") { Description = "name of the endpoint, e.g. delay" };
    private readonly Argument<FileInfo> _file = new("file") { Description = "CSV with a header, or Parquet" };
    private readonly Option<string?> _prediction = Column("--prediction-id", "column of the prediction's id");
    private readonly Option<string?> _key = Column("--key", "column of the business key");
    private readonly Option<string?> _value = Column("--value", "column of what really happened");
    private readonly Option<string?> _at = Column("--at", "column of when it happened; the time of receipt without one");
    private readonly Option<string?> _name = new("--name") { Description = "name of this telling, the file's unless said: the same row under it counts once", HelpName = "name" };

    public override string Path => "outcomes put";

    public override string Summary => "Tell an endpoint what really happened, from a CSV or Parquet file";

    public override IReadOnlyList<string> Examples => ["cairn outcomes put delay arrived.csv", "cairn outcomes put delay arrived.parquet --key flight_id --value late --at landed"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_endpoint);
        command.Add(_file);
        foreach (var option in new[] { _prediction, _key, _value, _at, _name })
        {
            command.Add(option);
        }
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var file = call.Value(_file);
        if (!file.Exists)
        {
            throw new UsageException($"there is no file {file}");
        }
        var columns = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["prediction_id"] = call.Value(_prediction),
            ["key"] = call.Value(_key),
            ["value"] = call.Value(_value),
            ["at"] = call.Value(_at),
        };
        var address = $"endpoints/{Uri.EscapeDataString(call.Value(_endpoint))}/outcomes";
        long sent = 0;
        foreach (var some in new OutcomeFile(file, columns, call.Value(_name) ?? file.Name).Read().Chunk(InACall))
        {
            await SendAsync(call, address, some, sent, cancel);
            sent += some.Length;
        }
        call.Show(new JsonObject { ["told"] = sent }, new RecordPrinter(call.Terminal).Print);
        return ExitCode.Ok;
    }

    private static async Task SendAsync(Call call, string address, JsonObject[] some, long before, CancellationToken cancel)
    {
        try
        {
            await call.Client.PostAsync(address, new JsonArray([.. some]), cancel);
        }
        catch (CairnApiException)
        {
            call.Terminal.Error.WriteLine($"Outcome [0] below is row {before + 1} of the file. The {before} rows before it are kept, and count once when the file is sent again.");
            throw;
        }
    }

    private static Option<string?> Column(string name, string description) => new(name) { Description = description, HelpName = "column" };
}
