(function () {
  var body = document.body.dataset, request, timer, hidden = 0;
  function again() { body.to ? location.replace(body.to) : location.reload(); }
  function later(what) { timer = setTimeout(what, 15e3 + Math.random() * 5e3); }
  function wait() {
    var control = new AbortController(), began = Date.now();
    stop();
    request = control;
    fetch(body.wait, { cache: 'no-store', signal: control.signal }).then(function (answer) {
      if (answer.status === 204) again();
      else if (answer.status === 200 && Date.now() - began > 5e3) wait();
      else later(answer.status === 200 ? wait : again);
    }).catch(function () { if (!control.signal.aborted) later(wait); });
  }
  function stop() { clearTimeout(timer); if (request) request.abort(); }
  document.addEventListener('visibilitychange', function () {
    if (document.hidden) { hidden = Date.now(); stop(); }
    else if (Date.now() - hidden > 6e4) again();
    else wait();
  });
  addEventListener('pageshow', function (event) { if (event.persisted) again(); });
  if (!document.hidden) wait();
  var left = document.getElementById('left');
  if (left) {
    var end = performance.now() + left.dataset.seconds * 1e3, tick = setInterval(function () {
      var s = Math.max(0, Math.round((end - performance.now()) / 1e3));
      left.textContent = Math.floor(s / 60) + ':' + ('0' + s % 60).slice(-2);
      if (!s) { clearInterval(tick); again(); }
    }, 1e3);
  }
})();
