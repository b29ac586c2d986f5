using System.CommandLine;
using System.Net.Http.Headers;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>Sends a file to a source of <c>from: push</c>.</summary>
internal sealed class DataPutVerb : Verb
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = "text/csv",
        [".tsv"] = "text/tab-separated-values",
        [".json"] = "application/json",
        [".jsonl"] = "application/x-ndjson",
        [".ndjson"] = "application/x-ndjson",
        [".parquet"] = "application/vnd.apache.parquet",
    };

    private readonly Argument<string> _source = new("source") { Description = "source as cairn.yaml names it; its 'from' is 'push'" };
    private readonly Argument<FileInfo> _file = new("file") { Description = "CSV, TSV, JSON, JSON lines or Parquet; text may be packed by gzip or zstd" };
    private readonly Option<string?> _partition = new("--partition") { Description = "what it is a part of, e.g. 2001-04-16; else a part of its own", HelpName = "name" };

    public override string Path => "data put";

    public override string Summary => "Send a file to a source that takes what others push";

    public override IReadOnlyList<string> Examples => ["cairn data put sensors day.csv --partition 2001-04-16", "cairn data put sensors rows.jsonl.gz --json"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_source);
        command.Add(_file);
        command.Add(_partition);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var file = call.Value(_file);
        if (!file.Exists)
        {
            throw new UsageException($"there is no file {file}");
        }
        var packing = file.Extension.ToLowerInvariant() switch { ".gz" => "gzip", ".zst" => "zstd", _ => null };
        var ending = packing is null ? file.Extension : System.IO.Path.GetExtension(System.IO.Path.GetFileNameWithoutExtension(file.Name));
        var address = await call.RouteAsync("projects/{project}/data/{source}/push", cancel, ("source", call.Value(_source)));
        if (call.Value(_partition) is { } partition)
        {
            address += "?partition=" + Uri.EscapeDataString(partition);
        }
        using var content = new StreamContent(file.OpenRead());
        content.Headers.ContentType = new MediaTypeHeaderValue(Types.GetValueOrDefault(ending, "application/octet-stream"));
        if (packing is not null)
        {
            content.Headers.ContentEncoding.Add(packing);
        }
        var answer = await call.Client.SendAsync(HttpMethod.Post, address, content, cancel);
        call.Show(answer, new RecordPrinter(call.Terminal).Print);
        return ExitCode.Ok;
    }
}
