using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Platform.Artifacts;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Registry;

namespace Cairn.Rooms.Tests.Delivery;

/// <summary>Versions that are no single graph go the way of every version: registered, tested in the test environment, served.</summary>
public sealed class PackageTests
{
    private const string Ports = """ "inputs":[{"name":"x","datatype":"FP32"}],"outputs":[{"name":"score","datatype":"FP32"}] """;

    private const string Server = """
        require('http').createServer((req, res) => {
          if (req.method === 'GET') return res.end();
          let body = '';
          req.on('data', d => body += d).on('end', () => {
            const x = JSON.parse(body).inputs[0];
            res.end(JSON.stringify({ outputs: [{ name: 'score', datatype: 'FP32', shape: x.shape, data: x.data.map(v => 1 / (1 + Math.exp(-v))) }] }));
          });
        }).listen(+process.env.PORT, process.env.HOST);
        """;

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task A_server_and_an_ensemble_that_asks_it_are_released_as_any_model(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        ModelVersionView server = await RegisterAsync(at, Zip($$"""{"command":["node","serve.js"],{{Ports}}}""", ("serve.js", Server)));
        (server.Format, server.SignatureJson).ShouldBe(("zip", """{"inputs":[{"name":"x","type":"float","shape":[-1,1]}],"outputs":[{"name":"score","type":"float","shape":[-1,1]}]}"""));
        (await ReleaseAsync(at, server)).ShouldBe("succeeded");
        await at.SendAsync(1, "delay.test");
        ModelVersionView ensemble = await RegisterAsync(at, Zip($$"""{"ensemble":[{"name":"one","digest":"{{server.Digest}}","in":{"x":"inputs.x"} }],"answers":{"score":"one.score"},{{Ports}}}"""));
        (await ReleaseAsync(at, ensemble)).ShouldBe("succeeded");
        await at.SendAsync(1, "delay.test");
        (await at.EndpointAsync("test")).Stable!.VersionId.ShouldBe(ensemble.Id);
    }

    [Theory]
    [InlineData("""{"command":[],PORTS}""", "$.command")]
    [InlineData("""{"ensemble":[{"name":"one","digest":"sha256:0000000000000000000000000000000000000000000000000000000000000000","in":{"x":"inputs.x"}}],"answers":{"score":"one.score"},PORTS}""", "$.ensemble[0].digest: no content")]
    [InlineData("""{"ensemble":[{"name":"one","digest":"MODEL","in":{"y":"inputs.x"}}],"answers":{"score":"one.score"},PORTS}""", "$.ensemble[0].in: the member takes x")]
    [InlineData("""{"ensemble":[{"name":"one","digest":"MODEL","in":{"x":"inputs.z"}}],"answers":{"score":"one.score"},PORTS}""", "there is no 'inputs.z'")]
    [InlineData("""{"ensemble":[{"name":"one","digest":"MODEL","in":{"x":"inputs.x"}}],"answers":{"score":"one.chance"},PORTS}""", "$.answers.score: there is no 'one.chance'")]
    public async Task What_is_wrong_with_a_package_is_said_when_it_is_registered(string manifest, string why)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        Artifact model = await at.World.Get<IArtifactStore>().PutAsync(new MemoryStream(DeliveryWorld.Model(1)));
        string json = manifest.Replace("PORTS", Ports, StringComparison.Ordinal).Replace("MODEL", model.Digest, StringComparison.Ordinal);
        ApiException refused = await Should.ThrowAsync<ApiException>(() => RegisterAsync(at, Zip(json)));
        refused.Status.ShouldBe(422);
        refused.Message.ShouldContain(why);
    }

    private static async Task<string> ReleaseAsync(DeliveryWorld at, ModelVersionView version)
    {
        await at.World.Http.SendAsync("POST", $"/api/v1/projects/{DeliveryWorld.Project}/releases", HttpStatusCode.Created, new { model = DeliveryWorld.Endpoint, version = version.Number, env = "test" });
        await at.World.QuietAsync();
        JsonNode last = await at.LastAsync();
        return last.Text("state") is "succeeded" ? "succeeded" : last.ToJsonString();
    }

    private static async Task<ModelVersionView> RegisterAsync(DeliveryWorld at, byte[] zip)
    {
        Artifact file = await at.World.Get<IArtifactStore>().PutAsync(new MemoryStream(zip));
        return await at.World.Get<IModels>().RegisterAsync(new RegisterVersion(DeliveryWorld.Project, DeliveryWorld.Endpoint, file.Digest, file.Size) { RunId = $"run-{Guid.NewGuid():N}", Format = "zip" }, Actor.Service("pipelines"), []);
    }

    private static byte[] Zip(string manifest, params (string Name, string Text)[] files)
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create))
            foreach ((string name, string text) in files.Prepend(("model.json", manifest)))
            {
                using Stream to = archive.CreateEntry(name).Open();
                to.Write(Encoding.UTF8.GetBytes(text));
            }

        return bytes.ToArray();
    }
}
