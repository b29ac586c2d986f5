using System.Text;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Servers;

/// <summary>MLflow's columns of type <c>binary</c> and <c>datetime</c>: text on the wire, which the server that has the signature reads.</summary>
public sealed class ColumnTypeTests
{
    private const string Manifest = """
        {"command":["node","serve.js"],"server":{"speaks":"invocations"},
         "inputs":[{"name":"picture","datatype":"BYTES"},{"name":"at","datatype":"BYTES"}],
         "outputs":[{"name":"first","datatype":"INT64","shape":[-1]},{"name":"bytes","datatype":"INT64","shape":[-1]},{"name":"at","datatype":"INT64","shape":[-1]}]}
        """;

    /// <summary>Reads cells by such a signature, as MLflow does.</summary>
    private const string Script = """
        require('http').createServer((req, res) => {
          if (req.method === 'GET') return res.end('ok');
          let body = '';
          req.on('data', d => body += d).on('end', () => {
            const { columns, data } = JSON.parse(body).dataframe_split;
            const picture = columns.indexOf('picture'), at = columns.indexOf('at');
            res.end(JSON.stringify({ predictions: data.map(r => { const b = Buffer.from(r[picture], 'base64'); return { first: b.length ? b[0] : 0, bytes: b.length, at: Date.parse(r[at]) || 0 }; }) }));
          });
        }).listen(+process.env.PORT, process.env.HOST);
        """;

    [Fact]
    public async Task They_reach_a_server_that_speaks_the_protocol_as_they_came()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", TestPackages.Write(host.Directory, "1", Manifest, ("serve.js", Encoding.UTF8.GetBytes(Script)))));
        const string said = """{"predictions":[{"first":255,"bytes":5,"at":1767323045000}]}""";
        foreach (string body in new[]
        {
            """{"dataframe_records":[{"picture":"/wD+/gA=","at":"2026-01-02T03:04:05Z"}]}""",
            """{"dataframe_split":{"columns":["at","picture"],"data":[["2026-01-02T03:04:05Z","/wD+/gA="]]}}""",
            """{"inputs":{"picture":["/wD+/gA="],"at":["2026-01-02T03:04:05Z"]}}""",
        })
            (await host.PostAsync("/endpoints/m/invocations", body)).Body.ShouldBe(said);
        (await host.SendAsync(HttpMethod.Post, "/endpoints/m/invocations", new StringContent("picture,at\n/wD+/gA=,2026-01-02T03:04:05Z\n", Encoding.UTF8, "text/csv"))).Body.ShouldBe(said);
    }
}
