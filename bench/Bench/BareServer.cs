using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;
using Cairn.OnnxRuntime;

namespace Cairn.Bench;

/// <summary>The control: Kestrel, for serving also ONNX Runtime, and nothing else. No checks, no ids, no log, no routing.</summary>
internal static class BareServer
{
    private static readonly object Nothing = new();

    /// <param name="model">Null for a server that only says hello.</param>
    public static async Task RunAsync(int port, string? model)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        WebApplication app = builder.Build();
        app.MapGet("/livez", () => "ok");
        app.MapGet(Allocation.Path, Allocation.SoFar);
        app.MapGet("/bytes/{count}", (int count) => Results.Bytes(new byte[count]));
        app.MapGet("/file", (HttpContext http, string path) => http.Response.SendFileAsync(path));
        var file = new SyncedFile();
        app.MapPost("/api/{**path}", async (HttpContext http) =>
        {
            var body = new byte[(int)http.Request.ContentLength!.Value];
            await http.Request.Body.ReadExactlyAsync(body);
            await file.AppendAsync(body);
            await http.Response.WriteAsJsonAsync(Nothing);
        });
        if (model is not null) MapInference(app, OnnxModel.Load(model));
        await app.RunAsync();
    }

    private static void MapInference(WebApplication app, OnnxModel model)
    {
        var runs = new ConcurrentBag<OnnxRun>();
        app.MapPost("/tensor", http => TensorAsync(http, model, runs));
        app.MapPost("/predict", async (HttpContext http) =>
        {
            var body = new byte[(int)http.Request.ContentLength!.Value];
            await http.Request.Body.ReadExactlyAsync(body);
            if (!runs.TryTake(out OnnxRun? run)) run = model.NewRun(0);
            run.Prepare(1);
            Fill(run, body);
            run.Run();
            float score = run.FloatOutput(0)[0];
            runs.Add(run);
            http.Response.ContentType = "application/json";
            using var writer = new Utf8JsonWriter(http.Response.BodyWriter);
            writer.WriteStartObject();
            writer.WriteNumber("score", score);
            writer.WriteEndObject();
        });
    }

    /// <summary>The body is the one tensor, float by float.</summary>
    private static async Task TensorAsync(HttpContext http, OnnxModel model, ConcurrentBag<OnnxRun> runs)
    {
        int length = (int)http.Request.ContentLength!.Value;
        byte[] body = ArrayPool<byte>.Shared.Rent(length);
        await http.Request.Body.ReadExactlyAsync(body.AsMemory(0, length));
        if (!runs.TryTake(out OnnxRun? run)) run = model.NewRun(0);
        run.Prepare(1);
        body.AsSpan(0, length).CopyTo(MemoryMarshal.AsBytes(run.Floats(0)));
        ArrayPool<byte>.Shared.Return(body);
        run.Run();
        MemoryMarshal.AsBytes(run.FloatOutput(0)).CopyTo(http.Response.BodyWriter.GetSpan(sizeof(float)));
        http.Response.ContentType = "application/octet-stream";
        http.Response.ContentLength = sizeof(float);
        http.Response.BodyWriter.Advance(sizeof(float));
        runs.Add(run);
        await http.Response.BodyWriter.FlushAsync();
    }

    private static void Fill(OnnxRun run, byte[] body)
    {
        var reader = new Utf8JsonReader(body);
        int input = 0;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("data"u8)) continue;
            reader.Read();
            reader.Read();
            if (reader.TokenType == JsonTokenType.String) run.SetText(input, 0, reader.ValueSpan);
            else run.Floats(input)[0] = reader.GetSingle();
            input++;
        }
    }
}
