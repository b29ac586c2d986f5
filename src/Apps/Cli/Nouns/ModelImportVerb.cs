using System.CommandLine;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>Registers a model file that was made elsewhere.</summary>
internal sealed class ModelImportVerb : Verb
{
    private readonly Argument<string> _file = new("file") { Description = "the model file: ONNX, XGBoost or a package (zip with model.json); any other is kept but not served" };
    private readonly Option<string?> _model = new("--model") { Description = "name of the registered model; else the file's", HelpName = "name" };
    private readonly Option<string?> _inputs = new("--inputs") { Description = "a JSON file with a record, or a list of them, that the model takes", HelpName = "file" };
    private readonly Option<string?> _note = new("--note") { Description = "where it comes from", HelpName = "text" };

    public override string Path => "models import";

    public override string Summary => "Register a model file that was made elsewhere; it is marked as imported for ever";

    public override IReadOnlyList<string> Examples => ["cairn models import delay.onnx --note \"from the old system\"", "cairn models import delay.joblib --model delay --inputs sample.json --json"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_file);
        command.Add(_model);
        command.Add(_inputs);
        command.Add(_note);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var path = call.Value(_file);
        if (!File.Exists(path))
        {
            throw new UsageException($"there is no file '{path}'");
        }
        using var form = new MultipartFormDataContent { { new StringContent(call.Value(_model) ?? System.IO.Path.GetFileNameWithoutExtension(path)), "model" } };
        if (call.Value(_note) is { } note)
        {
            form.Add(new StringContent(note), "note");
        }
        if (call.Value(_inputs) is { } sample)
        {
            form.Add(new StringContent(await File.ReadAllTextAsync(sample, cancel)), "inputs");
        }
        form.Add(new StreamContent(File.OpenRead(path)), "file", System.IO.Path.GetFileName(path));
        var address = await call.RouteAsync("projects/{project}/models/import", cancel);
        call.Show(await call.Client.SendAsync(HttpMethod.Post, address, form, cancel), new RecordPrinter(call.Terminal).Print);
        return ExitCode.Ok;
    }
}
