"""How the preview of a tool looks in a browser."""

STYLE = """
body{font:16px/1.5 'Segoe UI',Calibri,Arial,sans-serif;margin:0;background:#f3f2f1;color:#1a1a1a}
main{max-width:46rem;margin:2rem auto;padding:0 1rem}
h1{color:#1f3864}h2{margin:.2rem 0 1rem;color:#1f3864}h3{margin:1.6rem 0 .3rem}
section{background:#fff;border:1px solid #d9d9d9;border-radius:8px;padding:1rem 1.4rem 1.4rem;
margin:0 0 1.5rem;box-shadow:0 1px 3px rgba(0,0,0,.08)}
.small{font-size:.85rem;color:#595959;margin:.2rem 0}
.note{background:#eef3fa;border-left:4px solid #2f5597;padding:.6rem .8rem}
.box{margin:.8rem 0}.box b{display:block;font-weight:600}
.entry{display:block;border:1px solid #8c8c8c;border-radius:4px;padding:.5rem .7rem;color:#595959;
background:#fafafa}
ul{list-style:none;margin:.3rem 0;padding:0}li{padding:.1rem 0 .1rem 1.7rem;position:relative}
li:before{content:'';position:absolute;left:0;top:.42rem;width:.85rem;height:.85rem;
border:1px solid #595959;background:#fff}
li.round:before{border-radius:50%}li.square:before{border-radius:2px}
details{background:#f3f2f1;border-radius:4px;padding:.4rem .8rem;margin:.4rem 0}
summary{cursor:pointer;color:#1f3864}details p{margin:.4rem 0;font-size:.92rem}
@media print{section{break-inside:avoid;box-shadow:none}}
""".replace("\n", "")
