using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.Packages;
using Cairn.Endpoints;
using Cairn.OnnxRuntime;
using Cairn.Platform.Http;
using Cairn.Projects;

namespace Cairn.Delivery;

/// <summary>
/// Asks the endpoint of the test environment over HTTP: a sample of the table the version was judged on must be answered as the model
/// answers offline, and the project's own request/response cases at the version's commit must hold.
/// </summary>
internal sealed class ModelTestRunner(IInferenceDoor door, IEndpoints endpoints, IModelFiles files, IRepositories repositories, TestTables tables)
{
    private const int SampleRows = 32;

    public async Task<ModelTestReport> RunAsync(Release r, CancellationToken cancellation)
    {
        EndpointView view = await endpoints.FindAsync(r.Project, r.Name, r.Environment, cancellation) ?? throw ApiException.NotFound("endpoint", r.Name);
        var failures = new List<string>();
        if (await SampleAsync(view.Route, r, cancellation) is { } differs) failures.Add($"sample: {differs}");
        int tests = 1;
        foreach (RequestCase one in await CasesAsync(r, failures, cancellation))
        {
            tests++;
            if (await AskAsync(view.Route, one, cancellation) is { } fault) failures.Add($"{one.Name}: {fault}");
        }
        return new ModelTestReport(tests, failures);
    }

    private async Task<string?> SampleAsync(string route, Release r, CancellationToken cancellation)
    {
        string path = await files.PathAsync(r.Digest, cancellation);
        if (PackageFile.Is(path)) return await PackageAsync(route, r, PackageFile.Read(path), cancellation);
        using OnnxModel model = OnnxModel.Load(path);
        SampleTable sample = SampleTable.Read(model.Inputs, await tables.PathAsync(r.VersionId, cancellation), SampleRows);
        if (sample.Rows == 0) return "the table has no usable row";
        IReadOnlyDictionary<string, object> offline = model.Run(sample.Tensors());
        (JsonObject? body, string? fault) = await AskAsync(route, r, sample, cancellation);
        return fault ?? AnswerCheck.AsOffline(body!, offline);
    }

    /// <summary>A package has no answer of its own offline: it must answer the sample with all its outputs; what they must be say the project's cases.</summary>
    private async Task<string?> PackageAsync(string route, Release r, ModelPackage package, CancellationToken cancellation)
    {
        SampleTable sample = SampleTable.Read(PackageSample.Ports(package.Inputs), await tables.PathAsync(r.VersionId, cancellation), SampleRows);
        if (sample.Rows == 0) return "the table has no usable row";
        (JsonObject? body, string? fault) = await AskAsync(route, r, sample, cancellation);
        return fault ?? PackageSample.Missing(body!, package.Outputs);
    }

    private async Task<(JsonObject? Body, string? Fault)> AskAsync(string route, Release r, SampleTable sample, CancellationToken cancellation)
    {
        InferenceAnswer answer = await door.InferAsync(route, sample.Request().ToJsonString(), cancellation);
        if (answer.Status != 200) return (null, $"answered with status {answer.Status}");
        JsonObject body = JsonNode.Parse(answer.Body)!.AsObject();
        return ((string?)body["model_version"] != r.VersionId) ? (null, "another version answered") : (body, null);
    }

    private async Task<string?> AskAsync(string route, RequestCase one, CancellationToken cancellation)
    {
        InferenceAnswer answer = await door.InferAsync(route, one.Request.ToJsonString(), cancellation);
        if (answer.Status != one.Status) return $"answered with status {answer.Status} instead of {one.Status}";
        return one.Outputs.Count == 0 ? null : AnswerCheck.AsExpected(JsonNode.Parse(answer.Body)!.AsObject(), one.Outputs);
    }

    private async Task<IReadOnlyList<RequestCase>> CasesAsync(Release r, List<string> failures, CancellationToken cancellation)
    {
        if (r.CommitId is null) return [];
        string folder = Path.Combine(await repositories.CheckoutAsync(r.Project, r.CommitId, cancellation), "scoring");
        if (!Directory.Exists(folder)) return [];
        var cases = new List<RequestCase>();
        foreach (string file in Directory.EnumerateFiles(folder, "requests*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                cases.AddRange(RequestCase.Parse(Path.GetFileName(file), await File.ReadAllTextAsync(file, cancellation)));
            }
            catch (JsonException e)
            {
                failures.Add(e.Message);
            }
        }
        return cases;
    }
}
