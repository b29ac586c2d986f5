using System.IO.Compression;
using System.Security.Cryptography;
using Cairn.Contracts.Snapshots;

namespace Cairn.Serving.Tests.Support;

/// <summary>Packaged models, made in a moment.</summary>
internal static class TestPackages
{
    /// <summary>
    /// A server in JavaScript that takes one column <c>x</c> and gives <c>sum</c> = x + 100, in both protocols. Some values are special: 1001 it dies,
    /// 1002 it never answers, 1003 the wrong shape, 1004 it refuses, 1005 it stands still altogether, 1006 no JSON, 1007 it takes memory, 1008 it works for two seconds.
    /// It has a child, whose number it writes down, and says in its log what it was asked with and whose connection was closed on it.
    /// </summary>
    private const string Script = """
        const http = require('http'), fs = require('fs'), { spawn } = require('child_process');
        const child = spawn('sleep', ['1000']);
        if (process.env.PIDS) fs.appendFileSync(process.env.PIDS, `${process.pid} ${child.pid}\n`);
        const again = process.env.PIDS && fs.readFileSync(process.env.PIDS, 'utf8').trim().split('\n').length > 1;
        const kept = [];
        function answer(xs, v2, res) {
          const x = xs[0];
          if (x === 1001) process.exit(3);
          if (x === 1002) return res.on('close', () => console.log('closed'));
          if (x === 1004) { res.statusCode = 422; return res.end('{"error":"no"}'); }
          if (x === 1005) while (true);
          if (x === 1006) return res.end('sum: 7');
          if (x === 1007) { kept.push(Buffer.alloc(300e6, 1)); }
          if (x === 1008) for (const end = Date.now() + 2000; Date.now() < end;);
          const sums = xs.map(v => v === null ? null : v + 100);
          if (x === 1003) sums.push(0);
          if (v2) res.end(JSON.stringify({ model_name: 'model', outputs: [{ name: 'sum', datatype: 'FP32', shape: [sums.length, 1], data: sums }] }));
          else res.end(JSON.stringify({ predictions: process.env.RECORDS ? sums.map(s => ({ sum: s })) : sums }));
        }
        const server = http.createServer((req, res) => {
          if (req.method === 'GET') return res.end('ok');
          let body = '';
          req.on('data', d => body += d).on('end', () => {
            const asked = JSON.parse(body);
            if (req.headers['x-request-id']) console.log('asked ' + req.headers['x-request-id']);
            console.log('with ' + JSON.stringify(asked.parameters || asked.params || null));
            if (asked.messages) return res.end(JSON.stringify({ choices: [{ message: { role: 'assistant', content: asked.messages[0].content + '!' } }] }));
            if (asked.inputs) answer(asked.inputs[0].data, true, res);
            else answer(asked.dataframe_split.data.map(r => r[0]), false, res);
          });
        });
        setTimeout(() => server.listen(+process.env.PORT, process.env.HOST), +((again && process.env.DELAY_AGAIN) || process.env.DELAY || 0));
        """;

    public const string Ports = """ "inputs":[{"name":"x","datatype":"FP32"}],"outputs":[{"name":"sum","datatype":"FP32"}] """;

    /// <param name="before">What a shell does first.</param>
    public static VariantRoute Server(string directory, string version, string rule = "", string environment = "", string? before = null) =>
        Write(directory, version, $$"""{"command":[{{(before is null ? "" : $"\"sh\",\"-c\",\"{before}; exec \\\"$@\\\"\",\"sh\",")}}"node","serve.js"],"server":{ {{(rule.Length > 0 ? rule + "," : "")}}"environment":{ {{environment}} } },{{Ports}}}""", ("serve.js", System.Text.Encoding.UTF8.GetBytes(Script)));

    /// <summary>The same server as a language model's: whole objects in and out.</summary>
    public static VariantRoute Chat(string directory, string version) => Write(
        directory, version, """{"command":["node","serve.js"],"server":{"speaks":"object"},"inputs":[{"name":"request","datatype":"BYTES","shape":[-1]}],"outputs":[{"name":"answer","datatype":"BYTES","shape":[-1]}]}""",
        ("serve.js", System.Text.Encoding.UTF8.GetBytes(Script)));

    public static VariantRoute Write(string directory, string version, string manifest, params (string Name, byte[] Bytes)[] files)
    {
        string path = Path.Combine(directory, $"{version}-{Guid.NewGuid():N}.zip");
        using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using (var text = new StreamWriter(archive.CreateEntry("model.json").Open())) text.Write(manifest);
            foreach ((string name, byte[] bytes) in files)
            {
                using Stream to = archive.CreateEntry(name).Open();
                to.Write(bytes);
            }
        }

        return new() { Version = version, Digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))), Path = path, WeightPermille = 1000 };
    }
}
