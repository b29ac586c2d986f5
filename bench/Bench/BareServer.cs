using System.Collections.Concurrent;
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
        app.MapGet("/bytes/{count}", (int count) => Results.Bytes(new byte[count]));
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
