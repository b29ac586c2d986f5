using Cairn.Platform.Artifacts;
using Cairn.Platform.Http;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Registry.Versions;

/// <summary>
/// Takes a model that was made elsewhere, as a form with the file or as JSON with the digest of stored content. It is marked
/// imported for ever and counts for nothing in the assessment.
/// </summary>
internal sealed class ImportEndpoint(ModelRegistry registry, IArtifactStore artifacts, IProjects projects)
{
    private const long MostBytes = 8L << 30;
    private const int NoteLength = 2000;

    public void Map(IEndpointRouteBuilder routes)
        => routes.MapPost("/api/v1/projects/{project}/models/import", ImportAsync).WithTags("models").DisableAntiforgery();

    private async Task<IResult> ImportAsync(string project, HttpContext context)
    {
        await projects.RequireAsync(project, context.RequestAborted);
        ImportRequest request = context.Request.HasFormContentType ? await FormAsync(context) : await context.Request.ReadFromJsonAsync<ImportRequest>(ApiJson.Options, context.RequestAborted) ?? new ImportRequest();
        foreach ((string field, string? text) in (ReadOnlySpan<(string, string?)>)[("model", request.Model), ("note", request.Note), ("inputs", request.Inputs)]) SoundText.Require(field, text);
        string model = request.Model is { Length: > 0 } name ? name : throw ApiException.Invalid("model", "'model' must name the registered model.");
        if (request.Note is { Length: > NoteLength }) throw ApiException.Invalid("note", $"'note' must not be longer than {NoteLength} characters.");
        var draft = new RegisterVersion(project, model, request.Digest ?? throw ApiException.Invalid("file", "A file or a digest is expected.", "Send the form field 'file', or JSON with 'digest'."), 0)
        {
            Origin = "imported",
            Format = Format(request.Format),
            Note = request.Note,
        };
        // An ONNX file tells its inputs itself.
        if (request.Inputs is { Length: > 0 } sample && SampleSignature.Of(sample) is var signature && draft.Format != "onnx") draft = draft with { SignatureJson = signature };
        ModelVersionView version = await registry.RegisterAsync(draft, context.Actor(), [], context.RequestAborted);
        return Results.Created($"/api/v1/projects/{project}/models/{Uri.EscapeDataString(model)}/versions/{version.Number}", version);
    }

    private async Task<ImportRequest> FormAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MostBytes;
        var options = new FormOptions { MultipartBodyLengthLimit = MostBytes, MemoryBufferThreshold = 1 << 20 };
        IFormCollection form;
        try
        {
            form = await context.Request.ReadFormAsync(options, context.RequestAborted);
        }
        catch (InvalidDataException)
        {
            throw ApiException.Invalid("body", "The form cannot be read.");
        }
        if (form.Files.GetFile("file") is not { } file) return new ImportRequest(form["model"], form["digest"], form["format"], form["note"], form["inputs"]);
        await using Stream content = file.OpenReadStream();
        Artifact stored = await artifacts.PutAsync(content, context.RequestAborted);
        string format = form["format"].ToString() is { Length: > 0 } said ? said : Path.GetExtension(file.FileName).TrimStart('.');
        return new ImportRequest(form["model"], stored.Digest, format, form["note"].ToString() is { Length: > 0 } note ? note : null, form["inputs"]);
    }

    private static string Format(string? format)
    {
        string word = string.IsNullOrEmpty(format) ? "onnx" : format.ToLowerInvariant();
        return word.Length <= 20 && word.All(char.IsAsciiLetterOrDigit) ? word : throw ApiException.Invalid("format", "'format' must be a file extension, e.g. 'onnx'.");
    }

    internal sealed record ImportRequest(string? Model = null, string? Digest = null, string? Format = null, string? Note = null, string? Inputs = null);
}
