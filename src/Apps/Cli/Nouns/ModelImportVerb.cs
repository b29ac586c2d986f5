using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Kinds;

namespace Cairn.Cli.Nouns;

/// <summary>Registers a model file that was made elsewhere.</summary>
internal sealed class ModelImportVerb() : FileVerb("the model file: ONNX, XGBoost or a package (zip with model.json); any other is kept but not served")
{
    private readonly Option<string?> _model = new("--model") { Description = "name of the registered model; else the file's", HelpName = "name" };
    private readonly Option<string?> _inputs = new("--inputs") { Description = "a JSON file with a record, or a list of them, that the model takes", HelpName = "file" };
    private readonly Option<string?> _note = new("--note") { Description = "where it comes from", HelpName = "text" };

    public override string Path => "models import";

    public override string Summary => "Register a model file that was made elsewhere; it is marked as imported for ever";

    public override IReadOnlyList<string> Examples => ["cairn models import delay.onnx --note \"from the old system\"", "cairn models import delay.joblib --model delay --inputs sample.json --json"];

    protected override IEnumerable<Option> Options => [_model, _inputs, _note];

    protected override async Task<JsonNode?> SendAsync(Call call, string name, Stream content, CancellationToken cancel)
    {
        using var form = new MultipartFormDataContent { { new StringContent(call.Value(_model) ?? System.IO.Path.GetFileNameWithoutExtension(name)), "model" } };
        if (call.Value(_note) is { } note)
        {
            form.Add(new StringContent(note), "note");
        }
        if (call.Value(_inputs) is { } sample)
        {
            form.Add(new StringContent(await File.ReadAllTextAsync(sample, cancel)), "inputs");
        }
        form.Add(new StreamContent(content), "file", name);
        return await call.Client.SendAsync(HttpMethod.Post, await call.RouteAsync("projects/{project}/models/import", cancel), form, cancel);
    }
}
