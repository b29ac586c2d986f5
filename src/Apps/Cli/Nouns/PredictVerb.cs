using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>Asks an endpoint: one row as words, or a whole request body from a file or standard input.</summary>
internal sealed class PredictVerb : Verb
{
    private readonly Argument<string> _endpoint = new("endpoint") { Description = "name of the endpoint, e.g. delay or delay.test" };
    private readonly Argument<string[]> _inputs = new("name=value") { Description = "inputs of one row", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _file = new("--file") { Description = "an Open Inference request as JSON; - reads standard input", HelpName = "path" };

    public override string Path => "predict";

    public override string Summary => "Ask an endpoint for a prediction";

    public override IReadOnlyList<string> Examples => ["cairn predict delay hour=17 distance=1200 origin=ORD", "cairn predict delay --file request.json"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_endpoint);
        command.Add(_inputs);
        command.Add(_file);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var endpoint = Uri.EscapeDataString(call.Value(_endpoint));
        var inputs = call.Value(_inputs);
        var file = call.Value(_file);
        if (file is null == (inputs.Length == 0))
        {
            throw new UsageException("give either inputs or --file", "cairn predict delay hour=17 distance=1200");
        }
        var answer = file is null
            ? await call.Client.PostAsync($"endpoints/{endpoint}/invocations", Row(inputs), cancel)
            : await call.Client.SendAsync(HttpMethod.Post, $"v2/models/{endpoint}/infer", await BodyAsync(call, file, cancel), cancel);
        call.Show(answer, new RecordPrinter(call.Terminal).Print);
        return ExitCode.Ok;
    }

    private static JsonObject Row(string[] inputs) => new() { ["dataframe_records"] = new JsonArray(Assignments.Read(inputs)) };

    private static async Task<HttpContent> BodyAsync(Call call, string file, CancellationToken cancel)
    {
        try
        {
            var text = file == "-" ? await call.Terminal.In.ReadToEndAsync(cancel) : await File.ReadAllTextAsync(file, cancel);
            using var checkedJson = JsonDocument.Parse(text);
            return new StringContent(text, Encoding.UTF8, "application/json");
        }
        catch (JsonException fault)
        {
            throw new UsageException($"{file}:{(fault.LineNumber ?? 0) + 1}:{(fault.BytePositionInLine ?? 0) + 1}: not JSON");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file}: {fault.Message}");
        }
    }
}
